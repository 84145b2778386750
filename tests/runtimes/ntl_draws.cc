/* SPDX-License-Identifier: MIT
 *
 * What ntl.c draws from, for C to call.
 */
#include <NTL/GF2X.h>
#include <NTL/ZZ.h>
#include <cstdio>
#include <sstream>

extern "C" void draw_words(char line[256]);
extern "C" void draw_numbers(char line[256]);
extern "C" void seed(void);
extern "C" void seed_bytes(void);

void draw_words(char line[256])
{
	std::snprintf(line, 256, "%ld %ld", NTL::RandomBits_long(60),
		      NTL::RandomBnd(1000000007L));
}

void draw_numbers(char line[256])
{
	std::ostringstream text;
	text << NTL::RandomBits_ZZ(100) << NTL::random_GF2X(40);
	std::snprintf(line, 256, "%s", text.str().c_str());
}

void seed_bytes()
{
	static const unsigned char bytes[] = {4, 2};
	NTL::SetSeed(bytes, sizeof bytes);
}

void seed()
{
	NTL::SetSeed(NTL::ZZ(42));
}
