/**
 * What the templates {@code jms}, {@code amqp}, {@code kafka} and {@code rabbitmq} need beside Camel: connections to brokers
 * out of a source's parameters, and what a broker's message is for the pipeline. In: messages of a queue. Out: bytes, where
 * they came from, and what tells this message from another one with equal rows.
 */
package org.dhpbridge.pipeline.queue;
