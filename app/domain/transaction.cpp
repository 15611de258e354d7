// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/domain/transaction.h"

#include <QCryptographicHash>
#include <QRandomGenerator>
#include <QUuid>

#include <algorithm>
#include <array>
#include <optional>

namespace hall {

namespace {

// Douglas Crockford's base 32: no I, L, O (read as 1, 1, 0) and no U.
constexpr char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
// The largest prime below 32²: with it two check characters find every single wrong character and every swap of
// neighbours (the construction of ISO/IEC 7064, pure system, with radix 32).
constexpr quint64 checkModulus = 1021;
constexpr int payloadCharacters = 8;
constexpr int allCharacters = payloadCharacters + 2;

constexpr std::array applicantKinds{"person", "employer", "institution", "delegate"};

quint64 checkOf(quint64 payload)
{
    const quint64 shifted = (payload % checkModulus) * (1024 % checkModulus) % checkModulus;
    return (checkModulus + 1 - shifted) % checkModulus;
}

std::optional<quint64> valueOf(QChar typed)
{
    QChar c = typed.toUpper();
    if (c == u'O') {
        c = u'0';
    } else if (c == u'I' || c == u'L') {
        c = u'1';
    }
    for (quint64 value = 0; value < 32; ++value) {
        if (c == QLatin1Char(alphabet[value])) {
            return value;
        }
    }
    return std::nullopt;
}

QString written(quint64 number)
{
    QString text(allCharacters, u'0');
    for (int i = allCharacters - 1; i >= 0; --i) {
        text[i] = QLatin1Char(alphabet[number % 32]);
        number /= 32;
    }
    return text.left(4) + u'-' + text.mid(4, 4) + u'-' + text.mid(8);
}

}  // namespace

QString newTransactionId(qint64 unixMilliseconds)
{
    const auto milliseconds = static_cast<quint64>(std::max<qint64>(unixMilliseconds, 0));
    std::array<quint32, 4> words{};
    QRandomGenerator::system()->fillRange(words.data(), words.size());
    words[0] = static_cast<quint32>(milliseconds >> 16);
    words[1] = static_cast<quint32>((milliseconds & 0xffff) << 16) | 0x7000U | (words[1] & 0x0fffU);
    words[2] = (words[2] & 0x3fffffffU) | 0x80000000U;
    const auto byte = [&words](int word, int shift) { return static_cast<uchar>(words[std::size_t(word)] >> shift); };
    const QUuid id(words[0], static_cast<ushort>(words[1] >> 16), static_cast<ushort>(words[1]), byte(2, 24),
                   byte(2, 16), byte(2, 8), byte(2, 0), byte(3, 24), byte(3, 16), byte(3, 8), byte(3, 0));
    return id.toString(QUuid::WithoutBraces);
}

QString applicantKindName(ApplicantKind kind)
{
    return QLatin1String(applicantKinds[static_cast<std::size_t>(kind)]);
}

std::optional<ApplicantKind> applicantKindFrom(const QString &name)
{
    for (std::size_t i = 0; i < applicantKinds.size(); ++i) {
        if (name == QLatin1String(applicantKinds[i])) {
            return static_cast<ApplicantKind>(i);
        }
    }
    return std::nullopt;
}

QString shortNumber(const QString &transactionId)
{
    // The head of a UUIDv7 is its time: cases of one moment would share it. The hash spreads all of its bits.
    const QByteArray hash = QCryptographicHash::hash(transactionId.toLatin1(), QCryptographicHash::Sha256);
    quint64 payload = 0;
    for (int i = 0; i < payloadCharacters * 5 / 8; ++i) {
        payload = payload << 8 | static_cast<uchar>(hash[i]);
    }
    return written(payload << 10 | checkOf(payload));
}

QString typedShortNumber(const QString &typed)
{
    quint64 number = 0;
    int characters = 0;
    for (const QChar c : typed) {
        if (c == u'-' || c.isSpace()) {
            continue;
        }
        const std::optional<quint64> value = valueOf(c);
        if (!value || ++characters > allCharacters) {
            return {};
        }
        number = number << 5 | *value;
    }
    if (characters != allCharacters || (number & 0x3ff) != checkOf(number >> 10)) {
        return {};
    }
    return written(number);
}

const QStringList &materialFormats()
{
    static const QStringList all{QStringLiteral("jpeg"), QStringLiteral("jpeg-grey"), QStringLiteral("pdf"),
                                 QStringLiteral("pdf-grey"), QStringLiteral("pdf-bilevel")};
    return all;
}

QString formatForBoth(const QString &one, const QString &other)
{
    if (one == other) {
        return one;
    }
    const bool pdf = one.startsWith(QLatin1String("pdf")) || other.startsWith(QLatin1String("pdf"));
    // What is neither grey nor black and white is in colour; where they differ, none of both is black and white alone.
    const auto colour = [](const QString &format) { return !format.contains(QLatin1Char('-')); };
    const QString file = pdf ? QStringLiteral("pdf") : QStringLiteral("jpeg");
    return colour(one) || colour(other) ? file : file + QStringLiteral("-grey");
}

}  // namespace hall
