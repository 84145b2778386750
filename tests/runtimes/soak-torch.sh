#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# PyTorch: the default generator and those that a program makes without a seed differ in each
# child, with the normal number that was made before and the seed that they tell; what is
# seeded, put back or given to a DataLoader's workers stays.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/runtimes.bash"
limit=900

# torch KIND: fills it with the command.
torch() { torch=(/usr/bin/python3 "$root/tests/runtimes/torch_draws.py" "$1"); }
# line_of TEXT: of the script, where it has that.
line_of() { grep -n -m 1 -F -- "$1" "$root/tests/runtimes/torch_draws.py" | cut -d: -f1; }

# differs HOW WHAT: bare all children say one thing, healed each its own.
differs() {
	is "$(limited "${torch[@]}" "$1" | distinct)" "1 of 8" "$2: bare"
	is "$(limited "$launcher" "${torch[@]}" "$1" | distinct)" "8 of 8" "$2: healed"
}

if ! /usr/bin/python3 -c 'import torch' 2>/dev/null; then
	lacks python3-torch PyTorch
	finish
	exit
fi
for kind in default normal generator; do
	torch $kind
	heals torch $kind "${torch[@]}"
	keeps_parent $kind "${torch[@]}"
	keeps_seeds $kind "${torch[@]}"
	never_waits $kind "${torch[@]}"
done
for kind in layer seed; do
	torch $kind
	differs drawn $kind
	keeps_seeds $kind "${torch[@]}"
done
for kind in default generator; do
	torch $kind
	differs reseeded "$kind: seeded, and then by seed()"
	differs scoped "$kind: in fork_rng(), and behind it"
	is "$(limited "$launcher" "${torch[@]}" put)" "$(limited "${torch[@]}" put)" "$kind: a seeded one's state, put in by each child, as bare"
	is "$(limited "$launcher" "${torch[@]}" restored | distinct)" "1 of 8" "$kind: a state that the program puts back stays"
done
torch default
is "$(limited "$launcher" "${torch[@]}" loaded)" "$(limited "${torch[@]}" loaded)" "a DataLoader's workers are as bare"
is "$(limited "$launcher" --seed x "${torch[@]}" loaded)" "$(limited "${torch[@]}" loaded)" \
	"and under --seed, where the program has seeded what they are seeded from"
audited torch default "forked in child (.*torch_draws.py:$(line_of 'pid = os.fork()'))" "${torch[@]}"
check "the line that draws" grep -qF "torch_draws.py:$(line_of 'torch.rand(2, generator=own)')" "$tmp/said"
torch normal
audited torch normal "drew in draw " "${torch[@]}"
limited "$launcher" --check "${torch[@]}" loaded >/dev/null 2>"$tmp/said"
is "$? $(grep -c 'torch stream' "$tmp/said")" "0 0" "a DataLoader is no finding"
limited "$launcher" --check "${torch[@]}" seeded >/dev/null 2>"$tmp/said"
is $? 99 "what the program seeded is a finding"
check "seeded by which number, where" grep -q 'seeded by manual_seed(42), .*torch_draws.py' "$tmp/said"
check "that it was seeded is why it is not healed" grep -q 'the program gave it a seed' "$tmp/said"

# What has its names, and other generators, is left alone.
cat >"$tmp/alike.c" <<'EOF'
#include <stdint.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>
#define MEMBER(type, name, symbol, ...) type name(__VA_ARGS__) __asm__(symbol); type name(__VA_ARGS__)
static uint64_t generator[16], *standard = generator;
MEMBER(void, construct, "_ZN2at16CPUGeneratorImplC1Em", uint64_t *self, uint64_t seed) { self[1] = seed; }
MEMBER(void, set, "_ZN2at16CPUGeneratorImpl16set_current_seedEm", uint64_t *self, uint64_t seed) { self[1] = seed; }
MEMBER(uint64_t, current, "_ZNK2at16CPUGeneratorImpl12current_seedEv", uint64_t *self) { return self[1]; }
MEMBER(uint64_t, seed, "_ZN2at16CPUGeneratorImpl4seedEv", uint64_t *self) { return self[1] = 3; }
MEMBER(void, set_state, "_ZN2at16CPUGeneratorImpl9set_stateERKN3c1010TensorImplE", uint64_t *self) { self[1] = 4; }
MEMBER(void *, get_state, "_ZNK2at16CPUGeneratorImpl9get_stateEv", void *to) { return to; }
MEMBER(void *, clone_it, "_ZNK2at16CPUGeneratorImpl10clone_implEv", void *self) { return self; }
MEMBER(uint32_t, draw, "_ZN2at16CPUGeneratorImpl6randomEv", uint64_t *self) { return (uint32_t)(self[1] *= 5); }
MEMBER(uint64_t, draw64, "_ZN2at16CPUGeneratorImpl8random64Ev", uint64_t *self) { return self[1] *= 5; }
MEMBER(uint64_t **, standard_one, "_ZN2at6detail22getDefaultCPUGeneratorEv", void) { return &standard; }
int main(void)
{
	construct(*standard_one(), 7);
	for (int i = 0; i < 8; i++) {
		if (fork() == 0) {
			printf("%u\n", draw(*standard_one()));
			return 0;
		}
		wait(NULL);
	}
}
EOF
if "${CC:-cc}" -rdynamic "$tmp/alike.c" -o "$tmp/alike"; then
	is "$("$launcher" --audit="$tmp/report" "$tmp/alike" 2>/dev/null | distinct)" "1 of 8" "another library with its names: left alone"
	is "$(grep -c '"kind":"refused","generator":"torch"' "$tmp/report")" 1 "and told"
fi
finish
