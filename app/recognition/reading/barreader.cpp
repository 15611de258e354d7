// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/reading/barreader.h"

#include "app/recognition/reading/barextent.h"
#include "app/recognition/reading/code128.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <mutex>
#include <numeric>

namespace hall {

namespace {

using code128::characters;
using code128::charModules;
using code128::startA;
using code128::stopCharacter;
using code128::stopModules;

constexpr int quiet = 3;           // modules of the quiet zones that are looked at
constexpr int perModule = 2;       // samples
constexpr int half = charModules;  // samples of half a character
constexpr int leastSymbols = 3;    // start, one character, check
constexpr int mostSymbols = 40;
constexpr double misfitAllowed = 0.12;
constexpr double clear = 0.05;  // no other guess comes near

using Line = std::vector<float>;

double value(const Line &line, double at)
{
    const double inside = std::clamp(at, 0.0, static_cast<double>(line.size() - 1));
    const auto i = std::min(static_cast<std::size_t>(inside), line.size() - 2);
    const double t = inside - static_cast<double>(i);
    return line[i] * (1 - t) + line[i + 1] * t;
}

// Share of a blurred step that has come by `x` modules after it.
double risen(double x, double blur)
{
    return 0.5 * std::erfc(-x / (blur * std::sqrt(2.0)));
}

// Darkness that the bars of a character give at `x` modules from its beginning.
double darkness(int character, double x, double blur)
{
    double sum = 0;
    double at = 0;
    bool bar = true;
    for (const char width : code128::widthsOf(character)) {
        const int modules = width - '0';
        if (bar) {
            sum += risen(x - at, blur) - risen(x - at - modules, blur);
        }
        bar = !bar;
        at += modules;
    }
    return sum;
}

// What a character adds to the samples from the middle of the one before it to its own middle, and from there to the
// middle of the next. Blurs add: of two neighbours the sum is seen between their middles.
struct Looks
{
    static constexpr int samples = 2 * half;
    std::array<std::array<float, samples>, characters + 1> before{};
    std::array<std::array<float, samples>, characters + 1> after{};
    std::array<float, characters + 1> beforeSquare{};
    std::array<float, characters + 1> afterSquare{};
    std::array<std::array<float, characters + 1>, characters + 1> cross{};  // [left][right]
};

constexpr std::array<double, 6> blurs{0.25, 0.45, 0.6, 0.75, 0.9, 1.1};  // modules, deviation

const Looks &looksAt(std::size_t blur)
{
    static std::array<std::unique_ptr<Looks>, blurs.size()> all;
    static std::array<std::once_flag, blurs.size()> once;
    std::call_once(once[blur], [&] {
        auto looks = std::make_unique<Looks>();
        for (std::size_t c = 0; c <= characters; ++c) {
            for (int i = 0; i < Looks::samples; ++i) {
                const double x = (i + 0.5) / perModule - charModules / 2.0;
                const auto s = static_cast<std::size_t>(i);
                looks->before[c][s] = static_cast<float>(darkness(static_cast<int>(c), x, blurs[blur]));
                looks->after[c][s] = static_cast<float>(darkness(static_cast<int>(c), x + charModules, blurs[blur]));
            }
            const auto square = [](const auto &list) {
                return std::inner_product(list.begin(), list.end(), list.begin(), 0.F);
            };
            looks->beforeSquare[c] = square(looks->before[c]);
            looks->afterSquare[c] = square(looks->after[c]);
        }
        for (std::size_t left = 0; left <= characters; ++left) {
            for (std::size_t right = 0; right <= characters; ++right) {
                looks->cross[left][right] = std::inner_product(looks->after[left].begin(), looks->after[left].end(),
                                                               looks->before[right].begin(), 0.F);
            }
        }
        all[blur] = std::move(looks);
    });
    return *all[blur];
}

// Where module x of a code lies on the line: begin + x·module + bow·x·(whole − x).
struct Place
{
    double begin = 0;
    double module = 1;
    double bow = 0;
    int symbols = 0;

    [[nodiscard]] int modules() const { return charModules * symbols + stopModules; }
    [[nodiscard]] double at(double x) const { return begin + x * module + bow * x * (modules() - x); }
};

// Brightness without ink and what full ink takes away, both straight along the code.
struct Tone
{
    double paper = 1;
    double paperSlope = 0;  // a module
    double ink = 1;
    double inkSlope = 0;

    [[nodiscard]] double darknessOf(double seen, double x) const
    {
        return (paper + paperSlope * x - seen) / std::max(1e-6, ink + inkSlope * x);
    }
};

Line darknessAlong(const Line &line, const Place &place, const Tone &tone)
{
    const int count = perModule * (place.modules() + 2 * quiet);
    Line along(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        const double x = (i + 0.5) / perModule - quiet;
        // The mean over the sample's own width.
        double sum = 0;
        for (const double part : {-0.375, -0.125, 0.125, 0.375}) {
            sum += value(line, place.at(x + part / perModule));
        }
        along[static_cast<std::size_t>(i)] = static_cast<float>(tone.darknessOf(sum / 4, x));
    }
    return along;
}

struct Decoded
{
    std::vector<int> symbols;  // start to check
    double misfit = 1;
};

float product(const float *a, const float *b, int count)
{
    float sum = 0;
    for (int i = 0; i < count; ++i) {
        sum += a[i] * b[i];
    }
    return sum;
}

// The characters whose looks together come nearest to `along`: of all ways to each character the best is kept
// (Viterbi), so each is judged with its neighbours' blur.
Decoded nearest(const Line &along, int symbols, const Looks &looks)
{
    constexpr float never = 1e30F;
    constexpr std::size_t all = characters;
    const auto count = static_cast<std::size_t>(symbols);
    std::vector<std::array<float, all>> cost(count);
    std::vector<std::array<std::uint8_t, all>> from(count);
    // Up to the middle of the start character there is only paper before it.
    const int lead = perModule * quiet + half;
    for (std::size_t c = 0; c < all; ++c) {
        float error = never;
        if (c >= startA) {
            error = 0;
            for (int i = 0; i < lead; ++i) {
                const int s = Looks::samples - lead + i;
                const float d =
                    along[static_cast<std::size_t>(i)] - (s >= 0 ? looks.before[c][static_cast<std::size_t>(s)] : 0);
                error += d * d;
            }
        }
        cost[0][c] = error;
    }
    std::array<float, all> leftPart{};
    std::array<float, all> rightPart{};
    for (std::size_t n = 1; n < count; ++n) {
        const float *seen = along.data() + lead + (n - 1) * Looks::samples;
        const float own = product(seen, seen, Looks::samples);
        for (std::size_t c = 0; c < all; ++c) {
            leftPart[c] = looks.afterSquare[c] - 2 * product(seen, looks.after[c].data(), Looks::samples);
            rightPart[c] = looks.beforeSquare[c] - 2 * product(seen, looks.before[c].data(), Looks::samples);
        }
        for (std::size_t c = 0; c < all; ++c) {
            float best = never;
            std::size_t who = 0;
            for (std::size_t p = n == 1 ? startA : 0; p < (n == 1 ? all : startA); ++p) {
                const float sum = cost[n - 1][p] + leftPart[p] + 2 * looks.cross[p][c];
                if (sum < best) {
                    best = sum;
                    who = p;
                }
            }
            cost[n][c] = c < startA ? best + own + rightPart[c] : never;
            from[n][c] = static_cast<std::uint8_t>(who);
        }
    }
    // The stop character: to its middle with the check character before it, then alone.
    const std::size_t at = static_cast<std::size_t>(lead) + (count - 1) * Looks::samples;
    const float *seen = along.data() + at;
    const float own = product(seen, seen, Looks::samples);
    float best = never;
    std::size_t last = 0;
    for (std::size_t p = 0; p < startA; ++p) {
        const float sum = cost[count - 1][p] + own + looks.afterSquare[p] + looks.beforeSquare[stopCharacter] -
                          2 * product(seen, looks.after[p].data(), Looks::samples) -
                          2 * product(seen, looks.before[stopCharacter].data(), Looks::samples) +
                          2 * looks.cross[p][stopCharacter];
        if (sum < best) {
            best = sum;
            last = p;
        }
    }
    for (std::size_t i = at + Looks::samples; i < along.size(); ++i) {
        const std::size_t s = i - at - Looks::samples;
        const float d = along[i] - (s < Looks::samples ? looks.after[stopCharacter][s] : 0);
        best += d * d;
    }
    Decoded decoded;
    decoded.symbols.resize(count);
    for (std::size_t n = count; n-- > 0;) {
        decoded.symbols[n] = static_cast<int>(last);
        last = from[n][last];
    }
    const double mean = std::accumulate(along.begin(), along.end(), 0.0) / static_cast<double>(along.size());
    double spread = 1e-9;
    for (const float v : along) {
        spread += (v - mean) * (v - mean);
    }
    decoded.misfit = std::max(0.F, best) / spread;
    return decoded;
}

// Paper and ink, and place and bow, from what the decoded characters should look like: least squares, one step.
void refine(const Line &line, const Decoded &decoded, double blur, Place &place, Tone &tone)
{
    const auto shade = [&](double x) {
        double sum = 0;
        const int near = static_cast<int>(std::floor(x / charModules));
        const int count = static_cast<int>(decoded.symbols.size());
        for (int n = std::max(0, near - 1); n <= std::min(count, near + 1); ++n) {
            sum += darkness(n == count ? stopCharacter : decoded.symbols[static_cast<std::size_t>(n)],
                            x - n * charModules, blur);
        }
        // The stop character is two modules longer.
        return near > count ? darkness(stopCharacter, x - count * charModules, blur) : sum;
    };
    // seen = paper + slope·x − (ink + inkSlope·x)·shade(x + shift(x)); unknown are the four and three of the shift.
    constexpr int unknowns = 7;
    std::array<std::array<double, unknowns + 1>, unknowns> m{};
    const double whole = place.modules();
    for (int i = 0; i < perModule * (place.modules() + 2 * quiet); ++i) {
        const double x = (i + 0.5) / perModule - quiet;
        const double seen = value(line, place.at(x));
        const double d = shade(x);
        const double slope = (shade(x + 0.1) - shade(x - 0.1)) / 0.2;
        const double moved = -(tone.ink + tone.inkSlope * x) * slope;
        const std::array<double, unknowns> row{
            1, x / whole, -d, -d * x / whole, moved, moved * x / whole, moved * 4 * x * (whole - x) / (whole * whole)};
        for (std::size_t a = 0; a < unknowns; ++a) {
            for (std::size_t b = 0; b < unknowns; ++b) {
                m[a][b] += row[a] * row[b];
            }
            m[a][unknowns] += row[a] * seen;
        }
    }
    const double damp = 1e-3 * m[4][4];
    for (std::size_t a = 0; a < unknowns; ++a) {
        m[a][a] += a >= 4 ? damp : 1e-6 * (m[a][a] + 1);
    }
    for (std::size_t a = 0; a < unknowns; ++a) {
        std::size_t pivot = a;
        for (std::size_t b = a + 1; b < unknowns; ++b) {
            pivot = std::abs(m[b][a]) > std::abs(m[pivot][a]) ? b : pivot;
        }
        std::swap(m[a], m[pivot]);
        if (std::abs(m[a][a]) < 1e-12) {
            return;
        }
        for (std::size_t b = 0; b < unknowns; ++b) {
            if (b != a) {
                const double factor = m[b][a] / m[a][a];
                for (std::size_t c = a; c <= unknowns; ++c) {
                    m[b][c] -= factor * m[a][c];
                }
            }
        }
    }
    std::array<double, unknowns> found{};
    for (std::size_t a = 0; a < unknowns; ++a) {
        found[a] = m[a][unknowns] / m[a][a];
    }
    if (found[2] <= 0 || found[2] + found[3] <= 0) {
        return;  // ink that makes brighter
    }
    tone = {found[0], found[1] / whole, found[2], found[3] / whole};
    // What lies at x should be shade(x + shift): module x is found `shift` modules earlier on the line.
    const auto step = [](double modules) { return std::clamp(modules, -0.5, 0.5); };
    const double begin = step(found[4]);
    const double end = step(found[5]);
    place.begin -= begin * place.module;
    place.bow -= step(found[6]) * 4 / (whole * whole) * place.module;
    place.module -= end / whole * place.module;
}

struct Guess
{
    Place place;
    Tone tone;
    std::size_t blur = 0;
    Decoded decoded;
};

bool better(const Guess &a, const Guess &b)
{
    return a.decoded.misfit < b.decoded.misfit;
}

// Each number of characters that so many edges may be, the likeliest first.
std::vector<Guess> firstGuesses(const Line &line, const BarExtent &extent)
{
    constexpr double leastModule = 0.8;  // samples
    constexpr std::size_t kept = 4;
    std::vector<Guess> guesses;
    // A character has six edges; blur hides some.
    for (int symbols = std::max(leastSymbols, (extent.edges - 8) / 6);
         symbols <= std::min(mostSymbols, extent.edges / 2 + 1); ++symbols) {
        Guess guess;
        guess.place = {extent.begin, (extent.end - extent.begin) / (charModules * symbols + stopModules), 0, symbols};
        const double slope = extent.paperSlope * guess.place.module;
        guess.tone = {extent.paper, slope, extent.paper * extent.ink, slope * extent.ink};
        if (guess.place.module < leastModule) {
            break;
        }
        const Line along = darknessAlong(line, guess.place, guess.tone);
        for (guess.blur = 1; guess.blur < blurs.size(); guess.blur += 2) {
            guess.decoded = nearest(along, symbols, looksAt(guess.blur));
            guesses.push_back(guess);
        }
    }
    std::sort(guesses.begin(), guesses.end(), better);
    guesses.resize(std::min(guesses.size(), kept));
    return guesses;
}

// Nothing when the line does not look like a code from its left to its right.
std::optional<Guess> bestGuess(const Line &line, const BarExtent &extent)
{
    constexpr int rounds = 4;
    constexpr double hopeless = 0.6;
    constexpr double settled = 0.97;  // of what it was
    std::optional<Guess> best;
    for (Guess guess : firstGuesses(line, extent)) {
        double before = hopeless;
        for (int round = 0; round < rounds && guess.decoded.misfit < before; ++round) {
            before = settled * guess.decoded.misfit;
            refine(line, guess.decoded, blurs[guess.blur], guess.place, guess.tone);
            const Line along = darknessAlong(line, guess.place, guess.tone);
            const std::size_t blur = guess.blur;
            std::optional<Guess> next;
            for (guess.blur = blur > 0 ? blur - 1 : 0; guess.blur < std::min(blurs.size(), blur + 2); ++guess.blur) {
                guess.decoded = nearest(along, guess.place.symbols, looksAt(guess.blur));
                if (!next || better(guess, *next)) {
                    next = guess;
                }
            }
            guess = *next;
            if (code128::isChecked(guess.decoded.symbols) && (!best || better(guess, *best))) {
                best = guess;
            }
        }
        if (best && best->decoded.misfit < clear) {
            break;
        }
    }
    return best;
}

}  // namespace

std::optional<BarReading> readCode128(const std::vector<float> &line)
{
    constexpr std::size_t shortest = 64;
    constexpr std::size_t longest = 8192;
    const bool finite = std::all_of(line.begin(), line.end(), [](float v) { return std::isfinite(v); });
    if (line.size() < shortest || line.size() > longest || !finite) {
        return std::nullopt;
    }
    const std::optional<BarExtent> extent = barExtent(line);
    if (!extent) {
        return std::nullopt;
    }
    const Line back(line.rbegin(), line.rend());
    const double last = static_cast<double>(line.size() - 1);
    BarExtent fromBack = *extent;
    fromBack.begin = last - extent->end;
    fromBack.end = last - extent->begin;
    fromBack.paper = extent->paper + extent->paperSlope * (extent->end - extent->begin);
    fromBack.paperSlope = -extent->paperSlope;
    std::optional<Guess> best = bestGuess(line, *extent);
    if (!best || best->decoded.misfit > clear) {
        if (auto other = bestGuess(back, fromBack); other && (!best || better(*other, *best))) {
            best = std::move(other);
        }
    }
    if (!best || best->decoded.misfit > misfitAllowed) {
        return std::nullopt;
    }
    const std::optional<QString> text = code128::textOf(best->decoded.symbols);
    if (!text) {
        return std::nullopt;
    }
    return BarReading{*text, best->decoded.misfit, best->place.module, blurs[best->blur]};
}

}  // namespace hall
