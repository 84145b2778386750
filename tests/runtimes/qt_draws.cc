/* SPDX-License-Identifier: MIT
 *
 * What qt.c draws from, for C to call; compiled for Qt 5 and for Qt 6.
 */
#define QT_NO_DEPRECATED_WARNINGS
#include <QRandomGenerator>
#include <cstdio>

extern "C" void draw_global(char line[256]);
extern "C" void draw_old(char line[256]);
extern "C" void draw_other(char line[256]);
extern "C" void seed_old();

void draw_global(char line[256])
{
	QRandomGenerator *global = QRandomGenerator::global();
	quint32 words[2];
	global->fillRange(words);
	std::snprintf(line, 256, "%08x %08x %016llx %.17g %d", words[0], global->generate(),
		      (unsigned long long)QRandomGenerator64::global()->generate(),
		      global->generateDouble(), global->bounded(1 << 30));
}

/* A generator that the program made: its stream is the program's. */
void draw_other(char line[256])
{
	static QRandomGenerator own(42);
	std::snprintf(line, 256, "%08x", own.generate());
}

#if QT_VERSION < QT_VERSION_CHECK(6, 0, 0)
void draw_old(char line[256])
{
	int one = qrand(), other = qrand();
	std::snprintf(line, 256, "%d %d %d", one, other, qrand());
}

void seed_old()
{
	qsrand(42);
}
#else
void draw_old(char line[256])
{
	line[0] = 0;
}

void seed_old()
{
}
#endif
