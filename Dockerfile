# Three stages: build, take the jar's layers apart, run. The layers go from what changes least to what a site changes most.
FROM maven:3.9.11-eclipse-temurin-21 AS build
WORKDIR /build
COPY pom.xml ./
RUN mvn --batch-mode --no-transfer-progress dependency:go-offline
COPY . .
RUN mvn --batch-mode --no-transfer-progress -DskipTests package

FROM eclipse-temurin:21.0.8_9-jre-alpine AS layers
WORKDIR /layers
COPY --from=build /build/target/dhp-bridge.jar dhp-bridge.jar
RUN java -Djarmode=tools -jar dhp-bridge.jar extract --layers --destination extracted

FROM eclipse-temurin:21.0.8_9-jre-alpine
WORKDIR /bridge
COPY --from=layers /layers/extracted/dependencies/ /opt/dhp-bridge/
COPY --from=layers /layers/extracted/spring-boot-loader/ /opt/dhp-bridge/
COPY --from=layers /layers/extracted/snapshot-dependencies/ /opt/dhp-bridge/
COPY --from=layers /layers/extracted/application/ /opt/dhp-bridge/

# What the JVM learns of the classes at a start, for the next: it must be this JVM and these files. The bridge starts without it too.
COPY docker/class-data /tmp/class-data
RUN /tmp/class-data /opt/dhp-bridge/dhp-bridge.jar /opt/dhp-bridge/dhp-bridge.jsa && rm /tmp/class-data

ENV DHP_HOME=/bridge \
    MANAGEMENT_SERVER_PORT=8081 \
    JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=70 -XX:+ExitOnOutOfMemoryError"
EXPOSE 8080 8081 2575 8085
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
    CMD wget -q -O /dev/null http://127.0.0.1:8081/actuator/health/liveness || exit 1
ENTRYPOINT ["java", "-XX:SharedArchiveFile=/opt/dhp-bridge/dhp-bridge.jsa", "-jar", "/opt/dhp-bridge/dhp-bridge.jar"]

# Only these two are written to, and /tmp: everything else may be mounted read-only.
RUN mkdir -p data inbound && chown 10001:10001 data inbound
VOLUME ["/bridge/data", "/bridge/inbound"]
USER 10001:10001

# The last layer: what a site may change, or mount its own in the place of.
COPY routes/ /bridge/routes/
COPY mappings/ /bridge/mappings/
COPY profiles/ /bridge/profiles/
