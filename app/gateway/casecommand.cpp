// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/casecommand.h"

#include "app/domain/transaction.h"

namespace hall::gateway {
namespace {

void addAsked(AskedItem::Kind kind, const QStringList &said, QVector<AskedItem> &asked)
{
    for (const QString &one : said) {
        const qsizetype sign = one.indexOf(u'=');
        asked.append({kind, one.left(sign), sign < 0 ? QString() : one.mid(sign + 1)});
    }
}

// Short numbers are made from ids: there is no way back but to look.
Result<QString> idOf(QSqlDatabase &db, const QString &said)
{
    const QString number = typedShortNumber(said);
    if (number.isEmpty()) {
        return said;
    }
    auto rows = run(db, QStringLiteral("SELECT id FROM item"));
    if (!rows) {
        return fail(rows.error());
    }
    while (rows->next()) {
        const QString id = rows->value(0).toString();
        if (shortNumber(id) == number) {
            return id;
        }
    }
    return fail(FaultCode::StoreNotFound, "no such case");
}

}  // namespace

Result<CaseCommand> parseCaseCommand(const QStringList &arguments, const CaseOptions &options)
{
    if (arguments.size() != 2) {
        return fail(FaultCode::BadArgument, "which case, and what becomes of it?");
    }
    const auto act = caseActFrom(arguments[1]);
    if (!act) {
        QStringList acts;
        for (const CaseAct one : allCaseActs()) {
            acts.append(caseActName(one));
        }
        return fail(FaultCode::BadArgument, "one of " + acts.join(QStringLiteral(", ")).toStdString());
    }
    CaseCommand command{arguments[0], *act, {}};
    addAsked(AskedItem::Kind::Field, options.fields, command.words.asked);
    addAsked(AskedItem::Kind::Material, options.materials, command.words.asked);
    command.words.words = options.words;
    command.words.what = options.what;
    command.words.place = options.place;
    if (*act == CaseAct::AskCorrection && command.words.asked.isEmpty() && !options.words.isEmpty()) {
        command.words.asked.append({AskedItem::Kind::Words, QString(), options.words});
        command.words.words.clear();
    }
    if (!options.until.isEmpty()) {
        command.words.until = QDate::fromString(options.until, Qt::ISODate);
        if (!command.words.until.isValid()) {
            return fail(FaultCode::BadArgument, "--until is a day as 2026-03-31");
        }
    }
    return command;
}

Result<CaseState> runCaseCommand(Database &database, const CaseCommand &command, const Clock &clock)
{
    WriteTransaction transaction(database);
    if (!transaction.begun()) {
        return fail(transaction.begun().error());
    }
    auto id = idOf(transaction.connection(), command.item);
    if (!id) {
        return fail(id.error());
    }
    auto state = takeStep(transaction.connection(), *id, command.act, command.words, clock.wall().count());
    if (!state) {
        return state;
    }
    if (auto done = transaction.commit(); !done) {
        return fail(done.error());
    }
    return state;
}

}  // namespace hall::gateway
