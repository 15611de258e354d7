// SPDX-License-Identifier: GPL-3.0-or-later
// What is freed is wiped first, whoever frees it: Qt keeps copies of what a visitor typed that no type can reach, and
// the allocator hands memory on as it is (glibc's M_PERTURB leaves the last eight bytes of a block and everything in
// the threads' caches, long enough for a name of three characters). Linked into the program, these two take the place
// of the C library's for all libraries in it; what they wipe was taken by the C library's own malloc.
#include <algorithm>
#include <cstring>
#include <malloc.h>
#include <strings.h>

namespace {

// A block with pages of its own: they go back to the system, which hands them on as zeros. Wiping it would only fetch
// those that were never used. The flag is in the word before the block (glibc, malloc/malloc.c, IS_MMAPPED).
bool hasOwnPages(const void *memory) noexcept
{
    constexpr std::size_t ownPages = 2;
    return (static_cast<const std::size_t *>(memory)[-1] & ownPages) != 0;
}

}  // namespace

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

extern "C" {

void __libc_free(void *memory);  // NOLINT(bugprone-reserved-identifier): glibc's own name, exported for this purpose

void free(void *memory) noexcept
{
    if (memory && !hasOwnPages(memory)) {
        explicit_bzero(memory, malloc_usable_size(memory));
    }
    __libc_free(memory);
}

void *realloc(void *memory, std::size_t size) noexcept
{
    if (!memory) {
        return std::malloc(size);
    }
    if (size == 0) {
        free(memory);
        return nullptr;
    }
    const std::size_t has = malloc_usable_size(memory);
    if (size <= has && size >= has / 2) {
        return memory;
    }
    void *moved = std::malloc(size);
    if (moved) {
        std::memcpy(moved, memory, std::min(has, size));
        free(memory);
    }
    return moved;
}

}  // extern "C"

#endif
