/* SPDX-License-Identifier: MIT */
/*
 * A module of the name service, whose look-up of a user forks and whose look-up of a host
 * takes for ever; and with -DLIBRARY a library whose constructor forks. Both by functions
 * of strange.c.
 */
#ifdef LIBRARY
void fork_and_use_time(void);
__attribute__((constructor)) static void construct(void)
{
	fork_and_use_time();
}
#else
#include <netdb.h>
#include <nss.h>
#include <pwd.h>

void fork_and_use_time(void);
void stay_for_ever(void);

enum nss_status _nss_forktest_getpwnam_r(const char *name, struct passwd *entry,
					 char *buffer, size_t size, int *error);
enum nss_status _nss_forktest_getpwnam_r(const char *name, struct passwd *entry,
					 char *buffer, size_t size, int *error)
{
	(void)buffer, (void)size, (void)error;
	fork_and_use_time();
	*entry = (struct passwd){.pw_name = (char *)name, .pw_dir = "/", .pw_shell = "/"};
	return NSS_STATUS_SUCCESS;
}

enum nss_status _nss_forktest_gethostbyname2_r(const char *name, int family,
					       struct hostent *entry, char *buffer,
					       size_t size, int *error, int *host_error);
enum nss_status _nss_forktest_gethostbyname2_r(const char *name, int family,
					       struct hostent *entry, char *buffer,
					       size_t size, int *error, int *host_error)
{
	(void)name, (void)family, (void)entry, (void)buffer, (void)size;
	(void)error, (void)host_error;
	stay_for_ever();
	return NSS_STATUS_UNAVAIL;
}
#endif
