// SPDX-License-Identifier: MIT
// What mutexes.c calls of the C++ library: its mutex, and those that it has inside.
#include <locale>
#include <memory>
#include <mutex>

static std::mutex mutex;
static volatile unsigned work;
static std::shared_ptr<int> shared = std::make_shared<int>(7);

extern "C" void use_mutex()
{
	std::lock_guard<std::mutex> guard(mutex);
	for (int i = 0; i < 300; i++)
		work = work + 1;
}

extern "C" void use_locale()
{
	std::locale::global(std::locale::classic());
}

extern "C" void use_shared()
{
	std::shared_ptr<int> copy = std::atomic_load(&shared);
	std::atomic_store(&shared, copy);
}
