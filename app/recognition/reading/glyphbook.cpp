// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/reading/glyphbook.h"

#include "app/recognition/reading/glyphfeature.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace hall {

namespace {

constexpr char magic[] = "HGLYPH1\n";
constexpr int dimensions = 128;
constexpr int enoughForDimensions = 5000;  // drawings
constexpr std::int32_t coarseDimensions = 32;
constexpr std::size_t mostNear = 56;  // characters whose drawings are looked at with all dimensions
constexpr std::int32_t mostCharacters = 60'000;
// What blurred print resembles is more often a common character than a rare one of many strokes. Level 1 of GB 2312
// holds 3,755 common characters in the order of their sounds, 啊 to 座; the book's characters come in that order.
constexpr QChar lastCommon = u'座';
constexpr float expectedBonus = 0.03F;  // the same, for a character that something else speaks for
constexpr float likelyBonus = 0.02F;    // or that is common in such a place
constexpr float rarePenalty = 0.012F;   // of half the squared distance

template <typename T> void append(QByteArray &bytes, T value)
{
    bytes.append(reinterpret_cast<const char *>(&value), sizeof value);
}

void appendFloats(QByteArray &bytes, const cv::Mat &floats)
{
    const cv::Mat whole = floats.isContinuous() ? floats : floats.clone();
    bytes.append(reinterpret_cast<const char *>(whole.data), static_cast<qsizetype>(whole.total() * sizeof(float)));
}

}  // namespace

QByteArray glyphBookOf(const QString &characters, const cv::Mat &features)
{
    // A part of them says as well which dimensions tell most.
    const int step = std::max(1, features.rows / enoughForDimensions);
    cv::Mat part;
    for (int row = 0; row < features.rows; row += step) {
        part.push_back(features.row(row));
    }
    const cv::PCA pca(part, cv::noArray(), cv::PCA::DATA_AS_ROW, dimensions);
    const cv::Mat known = pca.project(features);
    double most = 0;
    cv::minMaxLoc(cv::abs(known), nullptr, &most);
    const auto size = static_cast<float>(std::max(most, 1e-6) / 127);
    QByteArray bytes(magic);
    append(bytes, static_cast<std::int32_t>(characters.size()));
    append(bytes, static_cast<std::int32_t>(pca.eigenvectors.rows));
    append(bytes, size);
    appendFloats(bytes, pca.mean);
    appendFloats(bytes, pca.eigenvectors);
    for (const QChar c : characters) {
        append(bytes, c.unicode());
    }
    cv::Mat steps;
    known.convertTo(steps, CV_8S, 1 / size);
    bytes.append(reinterpret_cast<const char *>(steps.data), static_cast<qsizetype>(steps.total()));
    return bytes;
}

Result<GlyphBook> GlyphBook::fromBytes(const QByteArray &bytes)
{
    const qsizetype head = static_cast<qsizetype>(std::strlen(magic));
    std::int32_t count = 0;
    std::int32_t size = 0;
    float step = 0;
    if (bytes.size() < head + 12 || !bytes.startsWith(magic)) {
        return fail(FaultCode::FileInvalid, "no hall-glyphs/1");
    }
    const char *at = bytes.constData() + head;
    std::memcpy(&count, at, 4);
    std::memcpy(&size, at + 4, 4);
    std::memcpy(&step, at + 8, 4);
    at += 12;
    if (count < 2 || count > mostCharacters || size < 1 || size > glyphFeatureSize || !std::isfinite(step) ||
        bytes.size() != head + 12 + 4LL * glyphFeatureSize * (size + 1) + static_cast<qsizetype>(count) * (2 + size)) {
        return fail(FaultCode::FileInvalid, "hall-glyphs/1 of another length");
    }
    GlyphBook book;
    book.m_mean.create(1, glyphFeatureSize, CV_32F);
    std::memcpy(book.m_mean.data, at, glyphFeatureSize * sizeof(float));
    at += glyphFeatureSize * sizeof(float);
    book.m_basis.create(size, glyphFeatureSize, CV_32F);
    std::memcpy(book.m_basis.data, at, book.m_basis.total() * sizeof(float));
    at += book.m_basis.total() * sizeof(float);
    book.m_characters.resize(count);
    std::memcpy(book.m_characters.data(), at, static_cast<std::size_t>(count) * 2);
    at += static_cast<qsizetype>(count) * 2;
    cv::Mat steps(count, size, CV_8S);
    std::memcpy(steps.data, at, steps.total());
    steps.convertTo(book.m_known, CV_32F, static_cast<double>(step));
    // The whole list comes several times, once for each way of drawing it.
    QHash<QChar, int> &places = book.m_places;
    bool common = true;
    for (std::int32_t i = 0; i < count; ++i) {
        const QChar c = book.m_characters[i];
        const auto known = places.constFind(c);
        if (known != places.constEnd()) {
            book.m_drawings[static_cast<std::size_t>(*known)].push_back(i);
            continue;
        }
        places.insert(c, static_cast<int>(book.m_drawings.size()));
        book.m_drawings.push_back({i});
        book.m_penalties.push_back(common ? 0 : 2 * rarePenalty);
        common = common && c != lastCommon;
    }
    const int coarse = std::min(size, coarseDimensions);
    book.m_means = cv::Mat::zeros(static_cast<int>(book.m_drawings.size()), coarse, CV_32F);
    for (int c = 0; c < book.m_means.rows; ++c) {
        const std::vector<int> &drawings = book.m_drawings[static_cast<std::size_t>(c)];
        cv::Mat mean = book.m_means.row(c);
        for (const int i : drawings) {
            mean += book.m_known.row(i).colRange(0, coarse) / static_cast<double>(drawings.size());
        }
        book.m_lengths.push_back(static_cast<float>(mean.dot(mean)));
    }
    return book;
}

// Squared, to the nearest of these drawings.
float GlyphBook::distanceTo(const std::vector<int> &drawings, const float *seen) const
{
    float least = 1e9F;
    for (const int i : drawings) {
        const float *known = m_known.ptr<float>(i);
        float sum = 0;
        for (int k = 0; k < m_known.cols; ++k) {
            const float off = known[k] - seen[k];
            sum += off * off;
        }
        least = std::min(least, sum);
    }
    return least;
}

cv::Mat GlyphBook::projected(const cv::Mat &features) const
{
    cv::Mat centred = features.clone();
    for (int row = 0; row < centred.rows; ++row) {
        centred.row(row) -= m_mean;
    }
    cv::Mat places;
    cv::gemm(centred, m_basis, 1, cv::noArray(), 0, places, cv::GEMM_2_T);
    return places;
}

cv::Mat GlyphBook::likenessTo(const cv::Mat &features, const QString &characters) const
{
    cv::Mat likeness(features.rows, static_cast<int>(characters.size()), CV_32F, cv::Scalar(-1));
    if (features.rows == 0 || features.cols != glyphFeatureSize || features.type() != CV_32F) {
        return likeness;
    }
    const cv::Mat places = projected(features);
    for (int i = 0; i < likeness.cols; ++i) {
        const auto at = m_places.constFind(characters[i]);
        for (int row = 0; at != m_places.constEnd() && row < places.rows; ++row) {
            const std::vector<int> &drawings = m_drawings[static_cast<std::size_t>(*at)];
            likeness.at<float>(row, i) = 1 - distanceTo(drawings, places.ptr<float>(row)) / 2;
        }
    }
    return likeness;
}

std::vector<GlyphBook::Likeness> GlyphBook::likest(const cv::Mat &features, const std::vector<Wanted> &wanted,
                                                   const QString &only, bool figures) const
{
    std::vector<Likeness> found;
    if (features.rows == 0 || features.cols != glyphFeatureSize || features.type() != CV_32F) {
        return found;
    }
    const cv::Mat places = projected(features);
    // By the first dimensions, which tell most, and the mean of its drawings: the characters that come into question.
    // By all dimensions of each drawing: the likest.
    constexpr int atOnce = 64;
    const cv::Mat coarse = places.colRange(0, m_means.cols).clone();
    cv::Mat products;
    std::vector<int> asked;
    for (std::size_t c = 0; c < m_drawings.size(); ++c) {
        const QChar character = characterAt(static_cast<int>(c));
        const bool figure = character >= u'0' && character <= u'9';
        if (only.isEmpty() ? figures || !figure : only.contains(character)) {
            asked.push_back(static_cast<int>(c));
        }
    }
    if (asked.size() < 2) {
        return found;
    }
    std::vector<std::pair<float, int>> near(asked.size());
    for (int row = 0; row < places.rows; ++row) {
        if (row % atOnce == 0) {
            cv::gemm(coarse.rowRange(row, std::min(row + atOnce, places.rows)), m_means, 1, cv::noArray(), 0, products,
                     cv::GEMM_2_T);
        }
        const float *seen = places.ptr<float>(row);
        const Wanted own =
            static_cast<std::size_t>(row) < wanted.size() ? wanted[static_cast<std::size_t>(row)] : Wanted();
        const float *product = products.ptr<float>(row % atOnce);
        for (std::size_t k = 0; k < near.size(); ++k) {
            const auto c = static_cast<std::size_t>(asked[k]);
            near[k] = {m_lengths[c] - 2 * product[c], asked[k]};
        }
        const std::size_t kept = std::min(mostNear, near.size());
        std::nth_element(near.begin(), near.begin() + static_cast<std::ptrdiff_t>(kept) - 1, near.end());
        std::size_t best = 0;
        float least = 1e9F;
        for (std::size_t k = 0; k < kept; ++k) {
            const auto c = static_cast<std::size_t>(near[k].second);
            const QChar character = characterAt(near[k].second);
            const bool expected = own.expected.contains(character);
            const bool likely = own.likely.contains(character);
            near[k].first = distanceTo(m_drawings[c], seen) + (expected || likely ? 0 : m_penalties[c]);
            const float weighed = near[k].first - (expected ? 2 * expectedBonus : 0) - (likely ? 2 * likelyBonus : 0);
            if (weighed < least) {
                least = weighed;
                best = k;
            }
        }
        const QChar character = characterAt(near[best].second);
        const float nearest = near[best].first;
        float other = 1e9F;
        for (std::size_t k = 0; k < kept; ++k) {
            if (k != best) {
                other = std::min(other, near[k].first);
            }
        }
        // Features have length 1: half the squared distance is 1 less the cosine.
        found.push_back({character, 1 - static_cast<double>(nearest) / 2, static_cast<double>(other - nearest) / 2});
    }
    return found;
}

}  // namespace hall
