/* Marking memory as unusable for AddressSanitizer; nothing in other builds. */
#ifndef COURANT_BASE_ASAN_H
#define COURANT_BASE_ASAN_H

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define COURANT_ASAN 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define COURANT_ASAN 1
#endif

#ifdef COURANT_ASAN
#include <sanitizer/asan_interface.h>
#define ASAN_POISON(p, n) __asan_poison_memory_region((p), (n))
#define ASAN_UNPOISON(p, n) __asan_unpoison_memory_region((p), (n))
#else
#define ASAN_POISON(p, n) ((void)(p), (void)(n))
#define ASAN_UNPOISON(p, n) ((void)(p), (void)(n))
#endif

#endif
