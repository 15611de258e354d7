// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/corecommand.h"

#include "app/catalogue/catalogueloader.h"
#include "app/gateway/coremap.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace hall::gateway {
namespace {

// Why a message waits, in words.
QString reasonOf(const QString &state, const QString &code, bool asked)
{
    if (state == QLatin1String("refused")) {
        return QStringLiteral("the core refused it: ") + code +
               (asked ? QStringLiteral("; the applicant is asked for what is missing") : QString());
    }
    static const QMap<QString, QString> reasons{
        {QStringLiteral("no-clear-answer"), QStringLiteral("the core gives no clear answer about it")},
        {QStringLiteral("never-kept"), QStringLiteral("the core has taken it again and again and has never kept it")},
        {QStringLiteral("conflict"), QStringLiteral("the core keeps another content under this reference")},
        {QStringLiteral("scans"), QStringLiteral("the core does not take its scans")},
        {QStringLiteral("unreadable"), QStringLiteral("the case cannot be opened here")}};
    return reasons.value(code, code);
}

// Why nothing goes, and what to do about it.
QString cureOf(const QString &state)
{
    static const QMap<QString, QString> cures{
        {QStringLiteral("up"), QStringLiteral("the core answers")},
        {QStringLiteral("unreachable"), QStringLiteral("the core does not answer; cases wait, and go when it does")},
        {QStringLiteral("own-certificate"),
         QStringLiteral("our certificate is not usable; cases wait until its files are put right")},
        {QStringLiteral("core-certificate"),
         QStringLiteral(
             "the core's certificate is not to be trusted; cases wait. Ask the core's people; a new authority"
             " goes into the file of --core-ca")},
        {QStringLiteral("not-let-in"),
         QStringLiteral("the core does not let this gateway in; cases wait. Ask the core's people for a certificate or"
                        " token that it accepts")},
        {QStringLiteral("not-ready"), QStringLiteral("the core answers, but not that it is ready; cases wait")}};
    return cures.value(state, state);
}

QString linkText(const QJsonObject &link)
{
    const auto said = [&link](const char *key) { return link[QLatin1String(key)].toString(); };
    QString text = QStringLiteral("link of %1  %2 since %3: %4\n")
                       .arg(said("gateway"), said("state"), said("since"), cureOf(said("state")));
    if (!said("detail").isEmpty()) {
        text += QStringLiteral("    %1\n").arg(said("detail"));
    }
    if (!said("certificate_until").isEmpty()) {
        text += QStringLiteral("    our certificate is good until %1\n").arg(said("certificate_until"));
    }
    return text;
}

QString listText(const QJsonObject &listed)
{
    QString text;
    for (const auto &link : listed[QStringLiteral("links")].toArray()) {
        text += linkText(link.toObject());
    }
    const QJsonObject counts = listed[QStringLiteral("counts")].toObject();
    QStringList parts;
    for (auto it = counts.begin(); it != counts.end(); ++it) {
        parts.append(QStringLiteral("%1 %2").arg(it.key()).arg(it.value().toInteger()));
    }
    text += parts.isEmpty() ? QStringLiteral("nothing was handed over\n") : parts.join(QStringLiteral(", ")) + u'\n';
    for (const auto &entry : listed[QStringLiteral("messages")].toArray()) {
        const QString state = entry[QStringLiteral("state")].toString();
        QStringList cases;
        bool asked = false;
        for (const auto &one : entry[QStringLiteral("cases")].toArray()) {
            const QString number = one[QStringLiteral("core_number")].toString();
            asked = asked || one[QStringLiteral("state")].toString() == QLatin1String("correction");
            cases.append(one[QStringLiteral("number")].toString() + (number.isEmpty() ? number : u" = "_qs + number));
        }
        text +=
            QStringLiteral("%1  %2  %3  %4  %5\n")
                .arg(entry[QStringLiteral("reference")].toString(), entry[QStringLiteral("act")].toString(), state,
                     cases.join(QStringLiteral(", ")), reasonOf(state, entry[QStringLiteral("code")].toString(), asked))
                .trimmed() +
            u'\n';
    }
    for (const auto &entry : listed[QStringLiteral("events")].toArray()) {
        text += QStringLiteral("event %1  %2  %3  %4\n")
                    .arg(entry[QStringLiteral("n")].toInteger())
                    .arg(entry[QStringLiteral("event")].toString(), entry[QStringLiteral("case")].toString(),
                         entry[QStringLiteral("outcome")].toString());
    }
    return text;
}

QMap<QString, QString> numbersOf(const QStringList &said)
{
    QMap<QString, QString> numbers;
    for (const QString &one : said) {
        const qsizetype sign = one.indexOf(u'=');
        numbers.insert(sign < 0 ? QString() : one.left(sign), one.mid(sign + 1));
    }
    return numbers;
}

}  // namespace

QString usageOf(const CoreCommand &command)
{
    const QString act = command.words.value(0);
    const qsizetype words = command.words.size();
    if (act == QLatin1String("list") && words == 1) {
        return {};
    }
    if (act == QLatin1String("map") && words == 1) {
        return command.catalogue.isEmpty() ? QStringLiteral("core map needs --catalogue DIR") : QString();
    }
    if (act == QLatin1String("retry") && words == 2) {
        return {};
    }
    bool numeric = false;
    if (act == QLatin1String("seen") && words == 2 && command.words[1].toLongLong(&numeric) > 0 && numeric) {
        return {};
    }
    if (act == QLatin1String("settle") && words == 3) {
        const auto state = coreStateFrom(command.words[2]);
        const bool known = state == CoreState::Accepted || state == CoreState::Refused || state == CoreState::Closed;
        if (known && (state == CoreState::Accepted) == !command.numbers.isEmpty()) {
            return {};
        }
    }
    return QStringLiteral("core list, core retry REFERENCE, core settle REFERENCE accepted --number NUMBER, core settle"
                          " REFERENCE refused|closed, core seen NUMBER, or core map --catalogue DIR");
}

Result<QString> runCoreCommand(Database &database, const CoreCommand &command, const Clock &clock)
{
    const QString act = command.words.value(0);
    const qint64 now = clock.wall().count();
    if (act == QLatin1String("list")) {
        auto db = database.connection();
        auto listed = db ? listCore(*db, command.all) : fail(db.error());
        if (!listed) {
            return fail(listed.error());
        }
        return command.json ? QString::fromUtf8(QJsonDocument(*listed).toJson(QJsonDocument::Compact)) + u'\n'
                            : listText(*listed);
    }
    const QString reference = command.words.value(1);
    if (act == QLatin1String("seen")) {
        const Done seen = seenCoreEvent(database, command.words.value(1).toLongLong());
        return seen ? Result<QString>(QString()) : Result<QString>(fail(seen.error()));
    }
    const Done done = act == QLatin1String("retry")
                          ? retryCore(database, reference, now)
                          : settleCore(database, reference, coreStateFrom(command.words.value(2)).value(),
                                       numbersOf(command.numbers), now);
    return done ? Result<QString>(QString()) : Result<QString>(fail(done.error()));
}

Result<QString> coreMapOf(const QString &catalogueFolder)
{
    const LoadedCatalogue loaded = loadCatalogue(catalogueFolder);
    if (loaded.catalogue.fields().isEmpty()) {
        return fail(FaultCode::FileInvalid, catalogueFolder.toStdString() + ": no dictionary there");
    }
    return coreMapTable(loaded.catalogue);
}

}  // namespace hall::gateway
