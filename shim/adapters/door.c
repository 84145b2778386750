/* SPDX-License-Identifier: MIT
 *
 * What the shim calls: look at what is loaded, start the adapters of the libraries that
 * are there, put their hooks into place.
 */
#include "adapter.h"
#include "functions.h"
#include "slots.h"

#include <errno.h>

struct adapter_services services;

static void look(const struct adapter_services *given)
{
	int saved = errno;
	if (given)
		services = *given;
	if (functions_find())
		slots_fill();
	errno = saved;
}

__attribute__((visibility("default"))) extern const struct adapter_door forkseed_adapters;
const struct adapter_door forkseed_adapters = {FORKSEED_VERSION, look};

void adapter_refuses(const char *generator, const char *why)
{
	if (services.audited)
		services.find(&(struct finding){
			.kind = "refused", .generator = generator, .detail = why});
}
