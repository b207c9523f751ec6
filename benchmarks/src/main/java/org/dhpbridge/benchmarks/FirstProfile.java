package org.dhpbridge.benchmarks;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.profile.Profile;
import org.dhpbridge.profile.ProfilePack;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** From nothing loaded to the rules for a Patient, once in each of five new JVMs; the whole pack is compiled by then. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(5)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class FirstProfile {

    @Benchmark
    public Profile firstProfile() {
        ProfilePack pack = ProfilePack.load(new HomeFiles(Path.of(".")), "uz-core-0.7.0");
        return pack.profileFor("Patient").flatMap(pack::profile).orElseThrow();
    }
}
