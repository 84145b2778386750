# SPDX-License-Identifier: MIT
# What forks.h does, with Ruby's Random objects. Usage: ruby.rb KIND HOW [N]; the kinds are
# below, own-KIND are Ruby's own: Kernel#rand and the like, which are safe.
require 'random/formatter' if ARGV[0] == 'hex'
kind, $how, count = ARGV
$count = count&.to_i
$seeds = %w[seeded parent].include?($how) ? [42] : []

class Derived < Random; end

def make(kind)
  case kind
  when 'copy' then Random.new(*$seeds).dup
  when 'derived' then Derived.new(*$seeds)
  when 'own' then $seeds.each { |seed| srand(seed) } && Random
  else Random.new(*$seeds)
  end
end

$random = make(kind)
# A line of at least 64 bits.
$draw = {
  'rand' => -> { "#{$random.rand} #{$random.rand(10**20)} #{$random.rand(1.0..2.0)}" },
  'shuffle' => -> { (1..40).to_a.shuffle(random: $random).join(',') },
  'bytes' => -> { $random.bytes(16).unpack1('H*') },
  'hex' => -> { $random.hex(16) },
}[kind] || -> { "#{$random.rand} #{$random.bytes(8).unpack1('H*')} #{rand if kind == 'own'}" }

def print_draw
  $stdout.syswrite("#{$draw.call}\n")
end

def child_prints(children)
  pid = fork do
    print_draw
    children.times { child_prints(0) }
    exit!(0)
  end
  Process.wait(pid)
end

def run_parent
  8.times do
    print_draw
    Process.wait(fork { $draw.call; exit!(0) })
  end
end

# 'h': it had to be killed.
def end_of(pid)
  2000.times do
    return $?.success? ? 'e' : 'd' if Process.wait(pid, Process::WNOHANG)
    sleep 0.001
  end
  Process.kill(:KILL, pid)
  Process.wait(pid)
  'h'
end

def run_threads(count)
  Thread.new { loop { $draw.call; Thread.pass } }
  ends = (1..count).map { end_of(fork { $draw.call; exit!(0) }) }
  puts "hung=#{ends.count('h')} died=#{ends.count('d')} of #{count}"
end

case $how
when 'parent' then run_parent
when 'threads' then run_threads($count || 200)
else
  $draw.call if $how != 'fresh'
  ($count || 8).times { child_prints($how == 'apart' ? 2 : 0) }
end
