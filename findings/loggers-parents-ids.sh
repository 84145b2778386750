#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Loggers that print the pid, or the thread's id, with each message, in a forked child. One expects a line to tell who
# wrote it: by ids that the kernel is asked for, or by ones that are kept and wrong together. Seen in Debian 12: in
# spdlog 1.10.0 and log4cplus 2.0.8 a child's lines have its own pid beside its *parent's* thread id, once the parent
# has logged anything; in Boost.Log 1.74.0 they have the parent's pid, whether it has logged or not. A main thread's
# id is a pid: so grep finds a worker's lines under its master's number. spdlog and log4cplus keep the id for each
# thread, and a child's thread has its parent's memory (sources: os-inl.h, thread_id; threads.cxx,
# getCurrentThreadName2); Boost.Log's ProcessID is a constant attribute (attributes/current_process_id.hpp).
. "$(dirname "$0")/lib.bash"
packages libspdlog1.10=1:1.10.0+ds-0.4 libspdlog-dev=1:1.10.0+ds-0.4 libfmt9=9.1.0+ds1-2 libfmt-dev=9.1.0+ds1-2 \
	liblog4cplus-2.0.5=2.0.8-1 liblog4cplus-dev=2.0.8-1 libboost1.74-dev=1.74.0+ds1-21 \
	libboost-log1.74-dev=1.74.0+ds1-21 libboost-log1.74.0=1.74.0+ds1-21 libboost-thread1.74.0=1.74.0+ds1-21 \
	libboost-filesystem1.74.0=1.74.0+ds1-21

# The rest of each program: setup(), log(), a line with a pid and perhaps a thread's id, and mend(), what helps.
cat >"$tmp/common.h" <<'END'
#include <cstdio>
#include <cstring>
#include <sys/wait.h>
#include <unistd.h>
static void setup();
static void log();
static void mend();
int main(int argc, char **argv)
{
	setvbuf(stdout, NULL, _IONBF, 0);
	setup();
	if (argc > 1)
		log();
	printf("parent %d\n", getpid());
	if (fork() == 0) {
		printf("child %d\n", getpid());
		if (argc > 1 && strcmp(argv[1], "mended") == 0)
			mend();
		log();
		_exit(0);
	}
	wait(NULL);
	return 0;
}
END

with() {
	cat "$tmp/common.h" - >"$tmp/program.cc"
	# shellcheck disable=SC2086,SC2046 # flags are words
	g++ -O0 -w -std=c++17 "$tmp/program.cc" -o "$tmp/program" $headers -Wl,--allow-shlib-undefined \
		$(tr ':' '\n' <<<"$libraries" | sed 's/^/-L/') "$@" -lpthread
}
spdlog() {
	with -DSPDLOG_COMPILED_LIB -DSPDLOG_SHARED_LIB -DSPDLOG_FMT_EXTERNAL -l:libspdlog.so.1.10 -l:libfmt.so.9 <<'END'
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
static std::shared_ptr<spdlog::logger> logger;
static void setup()
{
	logger = spdlog::stdout_logger_st("logger");
	logger->set_pattern("pid %P thread %t");
}
static void log() { logger->info("message"); logger->flush(); }
static void mend() { logger->set_pattern("pid %P"); }
END
}
log4cplus() {
	with -l:liblog4cplus-2.0.so.3 <<'END'
#include <log4cplus/log4cplus.h>
static log4cplus::Initializer initializer;
static log4cplus::Logger logger;
static void setup()
{
	log4cplus::SharedAppenderPtr appender(new log4cplus::ConsoleAppender(false, true));
	appender->setLayout(std::unique_ptr<log4cplus::Layout>(new log4cplus::PatternLayout("pid %i thread %T%n")));
	logger = log4cplus::Logger::getInstance("logger");
	logger.addAppender(appender);
}
static void log() { LOG4CPLUS_INFO(logger, "message"); }
static void mend() { log4cplus::thread::setCurrentThreadName2(""); }
END
}
boost() {
	with -DBOOST_LOG_DYN_LINK -l:libboost_log.so.1.74.0 -l:libboost_thread.so.1.74.0 -l:libboost_filesystem.so.1.74.0 <<'END'
#include <boost/log/attributes/current_process_id.hpp>
#include <boost/log/expressions.hpp>
#include <boost/log/trivial.hpp>
#include <boost/log/utility/setup/common_attributes.hpp>
#include <boost/log/utility/setup/console.hpp>
namespace logs = boost::log;
static void format(const logs::record_view &record, logs::formatting_ostream &stream)
{
	auto id = logs::extract<logs::attributes::current_process_id::value_type>("ProcessID", record);
	stream << "pid " << id.get().native_id();
}
static void setup()
{
	logs::add_common_attributes();
	logs::add_console_log(std::cout, logs::keywords::auto_flush = true)->set_formatter(&format);
}
static void log() { BOOST_LOG_TRIVIAL(info) << "message"; }
static void mend()
{
	auto attributes = logs::core::get()->get_global_attributes();
	attributes["ProcessID"] = logs::attributes::current_process_id();
	logs::core::get()->set_global_attributes(attributes);
}
END
}

# whose ARGUMENT: the child's line, with words for the pids in it
whose() {
	run timeout 20 "$tmp/program" ${1:+"$1"} | awk '
		$1 == "parent" { parent = $2 } $1 == "child" { child = $2; next }
		child { for (i = 2; i <= NF; i += 2) $i = $i == child ? "the child'"'"'s," : $i == parent ? "the parent'"'"'s," : "another,"; sub(/,$/, ""); print }'
}
spdlog || exit 1
seen "pid the child's, thread the parent's" "spdlog, the parent has logged; a child's line" "$(whose log)"
seen "pid the child's, thread the child's" "spdlog, it has not" "$(whose '')"
seen "pid the child's" "spdlog, it has, and the child prints the pid alone" "$(whose mended)"
log4cplus || exit 1
seen "pid the child's, thread the parent's" "log4cplus, the parent has logged; a child's line" "$(whose log)"
seen "pid the child's, thread the child's" "log4cplus, it has not" "$(whose '')"
seen "pid the child's, thread the child's" "log4cplus, it has, and the child empties the name it keeps" "$(whose mended)"
boost || exit 1
seen "pid the parent's" "Boost.Log, the parent has logged; a child's line" "$(whose log)"
seen "pid the parent's" "Boost.Log, it has not" "$(whose '')"
seen "pid the child's" "Boost.Log, it has, and the child adds the attribute anew" "$(whose mended)"
finish
