// SPDX-License-Identifier: GPL-3.0-or-later
// Personal data as a type: it cannot be streamed, logged or compared by accident, and its memory is overwritten when
// the value goes. `reveal()` is the one word to search for when auditing where personal data is looked at.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace hall {

// Overwrites memory in a way the compiler may not drop.
inline void wipeMemory(void *data, std::size_t size)
{
    auto *bytes = static_cast<volatile unsigned char *>(data);
    for (std::size_t i = 0; i < size; ++i) {
        bytes[i] = 0;
    }
}

inline void wipe(std::string &text)
{
    wipeMemory(text.data(), text.capacity());
    text.clear();
}

inline void wipe(std::vector<unsigned char> &bytes)
{
    wipeMemory(bytes.data(), bytes.size());
    bytes.clear();
}

// T needs a `wipe(T &)` found by argument-dependent look-up.
template <typename T> class Sensitive
{
public:
    Sensitive() = default;
    explicit Sensitive(T value) : m_value(std::move(value)) {}
    Sensitive(const Sensitive &) = default;
    Sensitive(Sensitive &&other) noexcept : m_value(std::move(other.m_value)) { wipe(other.m_value); }
    Sensitive &operator=(const Sensitive &other)
    {
        if (this != &other) {
            wipe(m_value);
            m_value = other.m_value;
        }
        return *this;
    }
    Sensitive &operator=(Sensitive &&other) noexcept
    {
        if (this != &other) {
            wipe(m_value);
            m_value = std::move(other.m_value);
            wipe(other.m_value);
        }
        return *this;
    }
    ~Sensitive() { wipe(m_value); }

    bool operator==(const Sensitive &) const = delete;

    [[nodiscard]] const T &reveal() const { return m_value; }
    [[nodiscard]] T &reveal() { return m_value; }

private:
    T m_value{};
};

}  // namespace hall
