// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/validation.h"

#include "app/domain/identitynumber.h"

#include <QRegularExpression>

#include <array>

namespace hall {
namespace {

tl::unexpected<ErrorId> refuse(const char *error)
{
    return tl::unexpected(ErrorId(QLatin1String(error)));
}

QString withoutSpaces(QString text)
{
    static const QRegularExpression space(QStringLiteral("\\s+"));
    return text.remove(space);
}

tl::expected<QVariant, ErrorId> readDate(const QString &typed)
{
    static const QRegularExpression shape(
        QStringLiteral("^(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})$|^(\\d{4})(\\d{2})(\\d{2})$"));
    const QRegularExpressionMatch match = shape.match(typed);
    const int first = match.capturedStart(1) >= 0 ? 1 : 4;
    const QDate day(match.captured(first).toInt(), match.captured(first + 1).toInt(),
                    match.captured(first + 2).toInt());
    if (!match.hasMatch() || !day.isValid()) {
        return refuse("not-a-date");
    }
    return QVariant(day);
}

tl::expected<QVariant, ErrorId> readMonth(const QString &typed)
{
    static const QRegularExpression shape(QStringLiteral("^(\\d{4})[-/.]?(\\d{1,2})$"));
    const QRegularExpressionMatch match = shape.match(typed);
    const QDate day(match.captured(1).toInt(), match.captured(2).toInt(), 1);
    if (!match.hasMatch() || !day.isValid()) {
        return refuse("not-a-date");
    }
    return QVariant(day);
}

tl::expected<QVariant, ErrorId> readNumber(const QString &typed)
{
    static const QRegularExpression shape(QStringLiteral("^-?\\d{1,12}$"));
    if (!shape.match(typed).hasMatch()) {
        return refuse("not-a-number");
    }
    return QVariant(typed.toLongLong());
}

// Yuan to fen without a floating point number in between.
tl::expected<QVariant, ErrorId> readMoney(const QString &typed)
{
    static const QRegularExpression shape(QStringLiteral("^(-?)(\\d{1,11})(?:\\.(\\d{1,2}))?$"));
    const QRegularExpressionMatch match = shape.match(typed);
    if (!match.hasMatch()) {
        return refuse("not-an-amount");
    }
    const qlonglong fen = match.captured(2).toLongLong() * 100 + match.captured(3).leftJustified(2, u'0').toLongLong();
    return QVariant(match.captured(1).isEmpty() ? fen : -fen);
}

qsizetype characters(const QString &text)
{
    return static_cast<qsizetype>(text.toUcs4().size());
}

std::optional<ErrorId> checkName(const QString &name)
{
    // Letters of any script, also those beyond the basic plane, with the two middle dots in use (U+00B7, U+2022),
    // spaces, hyphen and apostrophe between them.
    static const QRegularExpression shape(
        QStringLiteral("^[\\p{L}\\p{M}〇][\\p{L}\\p{M}〇·•'’. -]*[\\p{L}\\p{M}〇.]$"));
    return shape.match(name).hasMatch() ? std::nullopt : std::optional<ErrorId>(QStringLiteral("not-a-name"));
}

std::optional<ErrorId> checkIdentityNumber(const QString &number)
{
    const NumberCheck check = checkNumber(number);
    if (!check.wellFormed) {
        return QStringLiteral("not-an-id-number");
    }
    return check.checkDigit ? std::nullopt : std::optional<ErrorId>(QStringLiteral("id-check-digit"));
}

// GB 32100-2015: the registering body and the kind of organisation, six digits of its region, the organisation code,
// and a check character over the weighted sum of the others modulo 31. Letters that look like digits are not in use.
std::optional<ErrorId> checkCreditCode(const QString &code)
{
    static const QRegularExpression shape(QStringLiteral("^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$"));
    static const QString characters = QStringLiteral("0123456789ABCDEFGHJKLMNPQRTUWXY");
    constexpr std::array weights{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
    if (!shape.match(code).hasMatch()) {
        return QStringLiteral("credit-code-shape");
    }
    qsizetype sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        sum += weights[i] * characters.indexOf(code[static_cast<qsizetype>(i)]);
    }
    const QChar check = characters[(characters.size() - sum % characters.size()) % characters.size()];
    return code.back() == check ? std::nullopt : std::optional<ErrorId>(QStringLiteral("credit-code-check"));
}

std::optional<ErrorId> checkText(const Field &field, const QString &text)
{
    if (field.length > 0 && characters(text) > field.length) {
        return QStringLiteral("too-long");
    }
    if (!field.pattern.isEmpty()) {
        const QRegularExpression pattern(QRegularExpression::anchoredPattern(field.pattern));
        if (!pattern.match(text).hasMatch()) {
            return field.patternError;
        }
    }
    switch (field.shape) {
    case Shape::Free:
        return std::nullopt;
    case Shape::IdentityNumber:
        return checkIdentityNumber(text);
    case Shape::PersonName:
        return checkName(text);
    case Shape::CreditCode:
        return checkCreditCode(text);
    }
    Q_UNREACHABLE();
}

// Mainland numbers of eleven digits that begin with 13 to 19; operators have opened every one of these ranges.
bool isMobile(const QString &text)
{
    static const QRegularExpression shape(QStringLiteral("^1[3-9][0-9]{9}$"));
    return shape.match(text).hasMatch();
}

// A kiosk knows the names of its own region's districts; elsewhere six digits of a known province must do.
bool isRegion(const Catalogue &catalogue, const QString &code)
{
    static const QRegularExpression shape(QStringLiteral("^[1-9][0-9]{5}$"));
    const CodeTable *table = catalogue.table(QStringLiteral("region"));
    return shape.match(code).hasMatch() && table && table->find(code.left(2) + QStringLiteral("0000"));
}

std::optional<ErrorId> checkShape(const Catalogue &catalogue, const Field &field, const QVariant &value)
{
    const auto unless = [](bool right, const char *error) {
        return right ? std::nullopt : std::optional<ErrorId>(QLatin1String(error));
    };
    const int type = value.typeId();
    const bool text = type == QMetaType::QString;
    const bool whole = type == QMetaType::LongLong || type == QMetaType::Int;
    switch (field.type) {
    case FieldType::Text:
        return text ? checkText(field, value.toString()) : unless(false, "not-this-shape");
    case FieldType::Phone:
        return unless(text && isMobile(value.toString()), "not-a-phone");
    case FieldType::Choice: {
        const CodeTable *table = catalogue.table(field.codeTable);
        return unless(text && table && table->find(value.toString()), "not-in-list");
    }
    case FieldType::Region:
        return unless(text && isRegion(catalogue, value.toString()), "not-a-region");
    case FieldType::Date:
    case FieldType::Month:
        return unless(type == QMetaType::QDate && value.toDate().isValid(), "not-a-date");
    case FieldType::Number:
        return unless(whole, "not-a-number");
    case FieldType::Money:
        return unless(whole, "not-an-amount");
    case FieldType::Bool:
        return unless(type == QMetaType::Bool, "not-yes-or-no");
    case FieldType::Set:
    case FieldType::Image:
    case FieldType::Table:
        return std::nullopt;
    }
    Q_UNREACHABLE();
}

}  // namespace

tl::expected<QVariant, ErrorId> readTyped(const Field &field, const QString &typed)
{
    const QString trimmed = typed.trimmed();
    if (trimmed.isEmpty()) {
        return QVariant();
    }
    const QString tight = withoutSpaces(trimmed);
    switch (field.type) {
    case FieldType::Text:
        if (field.shape == Shape::IdentityNumber || field.shape == Shape::CreditCode) {
            return QVariant(tight.toUpper());
        }
        return QVariant(field.keyboard == KeyboardKind::Digits ? tight : trimmed);
    case FieldType::Phone: {
        QString digits = tight;
        digits.remove(u'-');
        return QVariant(digits.startsWith(QStringLiteral("+86")) ? digits.mid(3) : digits);
    }
    case FieldType::Choice:
    case FieldType::Region:
        return QVariant(tight);
    case FieldType::Date:
        return readDate(tight);
    case FieldType::Month:
        return readMonth(tight);
    case FieldType::Number:
        return readNumber(tight);
    case FieldType::Money:
        return readMoney(tight);
    case FieldType::Bool:
        if (tight != QLatin1String("true") && tight != QLatin1String("false")) {
            return refuse("not-yes-or-no");
        }
        return QVariant(tight == QLatin1String("true"));
    case FieldType::Set:
    case FieldType::Image:
    case FieldType::Table:
        return refuse("not-this-shape");
    }
    Q_UNREACHABLE();
}

std::optional<ErrorId> validate(const Catalogue &catalogue, const Field &field, const QVariant &value,
                                const Facts &facts, const QDate &today)
{
    Facts known = facts;
    known.insert(field.id, value);
    if (!isKnown(known, field.id)) {
        return std::nullopt;
    }
    if (auto error = checkShape(catalogue, field, value)) {
        return error;
    }
    for (const FieldCheck &check : field.checks) {
        if (check.rule.evaluate(known, today) == Tri::No) {
            return check.error;
        }
    }
    return std::nullopt;
}

const QStringList &builtInErrors()
{
    static const QStringList all{
        QStringLiteral("required"),       QStringLiteral("too-long"),          QStringLiteral("not-this-shape"),
        QStringLiteral("not-a-date"),     QStringLiteral("not-a-number"),      QStringLiteral("not-an-amount"),
        QStringLiteral("not-a-phone"),    QStringLiteral("not-a-name"),        QStringLiteral("not-an-id-number"),
        QStringLiteral("id-check-digit"), QStringLiteral("not-in-list"),       QStringLiteral("not-a-region"),
        QStringLiteral("not-yes-or-no"),  QStringLiteral("credit-code-shape"), QStringLiteral("credit-code-check")};
    return all;
}

}  // namespace hall
