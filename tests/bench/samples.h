// SPDX-License-Identifier: GPL-3.0-or-later
// Measured times and what is said about them.
#pragma once

#include <chrono>
#include <cstddef>
#include <ctime>
#include <sys/types.h>
#include <vector>

namespace hall::bench {

class Samples
{
public:
    void add(double value) { m_values.push_back(value); }
    void add(const Samples &other) { m_values.insert(m_values.end(), other.m_values.begin(), other.m_values.end()); }
    [[nodiscard]] std::size_t size() const { return m_values.size(); }
    [[nodiscard]] double mean() const;                      // 0 when there are none
    [[nodiscard]] double percentile(double percent) const;  // nearest rank; 0 when there are none
    [[nodiscard]] double above(double limit) const;         // share of the values

private:
    std::vector<double> m_values;
};

// Milliseconds on the wall since it was made.
class WallTimer
{
public:
    [[nodiscard]] double ms() const
    {
        return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - m_begin).count();
    }

private:
    std::chrono::steady_clock::time_point m_begin = std::chrono::steady_clock::now();
};

// Milliseconds this thread has worked since it was made: other work on the machine does not count.
class WorkTimer
{
public:
    [[nodiscard]] double ms() const { return now() - m_begin; }

private:
    [[nodiscard]] static double now()
    {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
    }
    double m_begin = now();
};

// Milliseconds that all threads of a process have worked so far; 0: of this one.
[[nodiscard]] inline double workedMs(pid_t process = 0)
{
    clockid_t clock = CLOCK_PROCESS_CPUTIME_ID;
    timespec time{};
    if ((process == 0 || clock_getcpuclockid(process, &clock) == 0) && clock_gettime(clock, &time) == 0) {
        return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
    }
    return 0;
}

}  // namespace hall::bench
