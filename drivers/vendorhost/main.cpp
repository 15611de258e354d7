// SPDX-License-Identifier: MIT
// hall-vendor-host LIBRARY: loads a maker's library (hallvendor.h) behind closed doors and answers the kiosk's
// questions (hostwire.h) on its standard input, until that ends. Exit status: 0 the kiosk has gone, 2 wrong use, 3 the
// library cannot be used, 4 the doors do not close, 5 a message that is none.
#include "drivers/vendorhost/hallvendor.h"
#include "drivers/vendorhost/hostwire.h"
#include "drivers/vendorhost/sandbox.h"

#include <dlfcn.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

namespace {

using namespace hall::vendorhost;

constexpr int kiosk = STDIN_FILENO;  // a socket: both ways
using Bytes = std::vector<unsigned char>;

struct Message
{
    std::uint8_t kind = 0;
    std::uint8_t status = 0;
    std::uint16_t id = 0;
    Bytes body;
};

void put(Bytes &bytes, std::uint32_t value, int count)
{
    for (int i = 0; i < count; ++i) {
        bytes.push_back(static_cast<unsigned char>(value >> (8 * i)));
    }
}

std::uint32_t number(const unsigned char *bytes, int count)
{
    std::uint32_t value = 0;
    for (int i = 0; i < count; ++i) {
        value |= static_cast<std::uint32_t>(bytes[i]) << (8 * i);
    }
    return value;
}

bool readAll(unsigned char *to, std::size_t count)
{
    while (count > 0) {
        const ssize_t got = read(kiosk, to, count);
        if (got <= 0 && !(got < 0 && errno == EINTR)) {
            return false;
        }
        if (got > 0) {
            to += got;
            count -= static_cast<std::size_t>(got);
        }
    }
    return true;
}

bool say(const Message &message)
{
    Bytes bytes(std::begin(magic), std::end(magic));
    bytes.push_back(message.kind);
    bytes.push_back(message.status);
    put(bytes, message.id, 2);
    put(bytes, static_cast<std::uint32_t>(message.body.size()), 4);
    bytes.insert(bytes.end(), message.body.begin(), message.body.end());
    std::size_t sent = 0;
    while (sent < bytes.size()) {
        const ssize_t went = write(kiosk, bytes.data() + sent, bytes.size() - sent);
        if (went < 0 && errno != EINTR) {
            return false;
        }
        sent += went > 0 ? static_cast<std::size_t>(went) : 0;
    }
    explicit_bzero(bytes.data(), bytes.size());
    return true;
}

Bytes asciiOf(const char *text, std::size_t most)
{
    Bytes bytes;
    for (; text != nullptr && *text != '\0' && bytes.size() < most; ++text) {
        bytes.push_back(*text >= 0x20 && *text <= 0x7E ? static_cast<unsigned char>(*text) : '?');
    }
    return bytes;
}

struct Library
{
    using Unpack = int (*)(const unsigned char *, unsigned char *);
    using MarketUnpack = int (*)(const char *, char *, int);

    decltype(&hall_vendor_name) name = nullptr;
    decltype(&hall_vendor_ready) ready = nullptr;
    Unpack unpack = nullptr;
    MarketUnpack marketUnpack = nullptr;
    decltype(&hall_vendor_check_holder) check = nullptr;

    [[nodiscard]] bool canPhoto() const { return unpack != nullptr || marketUnpack != nullptr; }
    // False when it is no photo.
    bool photo(const unsigned char *wlt, Bytes &bgr) const;
};

template <typename Function> void find(void *library, const char *name, Function &to)
{
    to = reinterpret_cast<Function>(dlsym(library, name));
}

bool Library::photo(const unsigned char *wlt, Bytes &bgr) const
{
    // Room behind: a decoder of the market is not told how much there is.
    constexpr std::size_t behind = 64 * 1024;
    constexpr unsigned char untouched = 0xA5;
    Bytes room(HALL_PHOTO_BYTES + behind, untouched);
    bool done = false;
    if (unpack != nullptr) {
        done = unpack(wlt, room.data()) == 0;
    } else {
        // What its answer means differs between makers; that it wrote a picture does not.
        Bytes source(wlt, wlt + HALL_WLT_BYTES);
        (void)marketUnpack(reinterpret_cast<const char *>(source.data()), reinterpret_cast<char *>(room.data()), 0);
        done = std::any_of(room.begin(), room.begin() + HALL_PHOTO_BYTES,
                           [](unsigned char byte) { return byte != untouched; });
        explicit_bzero(source.data(), source.size());
    }
    bgr.assign(room.begin(), room.begin() + HALL_PHOTO_BYTES);
    explicit_bzero(room.data(), room.size());
    return done;
}

// Null, or why the library cannot be used.
const char *load(const char *path, Library &library)
{
    void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr) {
        return dlerror();
    }
    decltype(&hall_vendor_abi) abi = nullptr;
    find(handle, "hall_vendor_abi", abi);
    if (abi == nullptr) {
        find(handle, "ZKID_PHunpack", library.marketUnpack);
        if (library.marketUnpack == nullptr) {
            find(handle, "unpack", library.marketUnpack);
        }
        return library.marketUnpack != nullptr ? nullptr : "exports nothing that is known here";
    }
    if (abi() != HALL_VENDOR_ABI) {
        return "is of another version";
    }
    find(handle, "hall_vendor_name", library.name);
    find(handle, "hall_vendor_ready", library.ready);
    find(handle, "hall_vendor_unpack_photo", library.unpack);
    find(handle, "hall_vendor_check_holder", library.check);
    return library.canPhoto() ? nullptr : "decodes no photo";
}

Message answerTo(const Message &question, const Library &library)
{
    Message answer{question.kind, 0, question.id, {}};
    Bytes bgr;
    switch (static_cast<Kind>(question.kind)) {
    case Hello:
        break;
    case State:
        answer.status = library.ready != nullptr && library.ready() != 0 ? 1 : 0;
        break;
    case Photo:
        answer.status = library.photo(question.body.data(), bgr) ? 0 : 1;
        if (answer.status == 0) {
            put(answer.body, HALL_PHOTO_WIDTH, 2);
            put(answer.body, HALL_PHOTO_HEIGHT, 2);
            answer.body.insert(answer.body.end(), bgr.begin(), bgr.end());
        }
        break;
    case Check:
        if (!library.photo(question.body.data() + 4, bgr)) {
            answer.status = 3;
        } else {
            const int found =
                library.check != nullptr ? library.check(bgr.data(), number(question.body.data(), 4)) : -1;
            answer.status = found >= 0 && found <= 2 ? static_cast<std::uint8_t>(found) : 4;
        }
        break;
    }
    explicit_bzero(bgr.data(), bgr.size());
    return answer;
}

bool makesSense(const Message &question)
{
    switch (question.kind) {
    case State:
        return question.body.empty();
    case Photo:
        return question.body.size() == wltBytes;
    case Check:
        return question.body.size() == wltBytes + 4;
    default:
        return false;
    }
}

int serve(const Library &library)
{
    while (true) {
        std::array<unsigned char, headBytes> head{};
        if (!readAll(head.data(), head.size())) {
            return 0;
        }
        const std::uint32_t length = number(head.data() + 8, 4);
        if (std::memcmp(head.data(), magic, sizeof magic) != 0 || length > longestBody) {
            return 5;
        }
        Message question{head[4], head[5], static_cast<std::uint16_t>(number(head.data() + 6, 2)), Bytes(length)};
        if (!readAll(question.body.data(), length)) {
            return 0;
        }
        if (!makesSense(question)) {
            return 5;
        }
        const Message answer = answerTo(question, library);
        explicit_bzero(question.body.data(), question.body.size());
        if (!say(answer)) {
            return 0;
        }
    }
}

}  // namespace

int main(int argc, char **argv)
{
    if (argc != 2) {
        std::fprintf(stderr, "usage: hall-vendor-host LIBRARY, with a socket of the kiosk as standard input\n");
        return 2;
    }
    const auto refuse = [](const char *why, int code) {
        (void)say({Hello, 1, 0, asciiOf(why, longestReason)});
        return code;
    };
    if (const char *open = closeDoors(); open != nullptr) {
        return refuse(open, 4);
    }
    Library library;
    if (const char *wrong = load(argv[1], library); wrong != nullptr) {
        return refuse(wrong, 3);
    }
    Message hello{Hello, 0, 0, {}};
    hello.body.push_back(static_cast<unsigned char>(CanPhoto | (library.check != nullptr ? CanCheck : 0)));
    const Bytes name = asciiOf(library.name != nullptr ? library.name() : "unknown", longestName);
    hello.body.insert(hello.body.end(), name.begin(), name.end());
    return say(hello) ? serve(library) : 0;
}
