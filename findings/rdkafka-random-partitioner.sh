#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# librdkafka's "random" partitioner in forked children. One expects workers to spread their
# messages over the partitions independently of each other. In librdkafka 2.0.2 (Debian 12) the
# generator is a seed for rand_r(3) in thread-local storage, made at a thread's first use
# (source: src/rdrand.c, rd_jitter). A parent that has used it once hands the seed to all
# children: they choose the same partitions in the same order. No broker is needed to see it.
. "$(dirname "$0")/lib.bash"
packages librdkafka1=2.0.2-1 librdkafka-dev=2.0.2-1 liblz4-1=1.9.4-1

compile -l:librdkafka.so.1 -Wl,--allow-shlib-undefined <<'END'
#include <librdkafka/rdkafka.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>
int main(int argc, char **argv)
{
	char text[512];
	(void)argv;
	rd_kafka_t *kafka = rd_kafka_new(RD_KAFKA_PRODUCER, rd_kafka_conf_new(), text, sizeof text);
	rd_kafka_topic_t *topic = rd_kafka_topic_new(kafka, "topic", NULL);
	if (argc > 1)
		rd_kafka_msg_partitioner_random(topic, NULL, 0, 1000000, NULL, NULL);
	for (int i = 0; i < 8; i++)
		if (fork() == 0) {
			int length = 0;
			for (int j = 0; j < 4; j++)
				length += sprintf(text + length, "%d ",
						  (int)rd_kafka_msg_partitioner_random(
							  topic, NULL, 0, 1000000, NULL, NULL));
			text[length - 1] = '\n';
			_exit(write(1, text, (size_t)length) < 0);
		}
	while (wait(NULL) > 0)
		;
	_exit(0);
}
END

seen 1 "the parent chose one before: distinct rows of 4 partitions, of 8 children" \
	"$(run "$tmp/program" first 2>/dev/null | distinct)"
echo "the parent chose none before: $(run "$tmp/program" 2>/dev/null | distinct) of 8 (seeded by the time)"
finish
