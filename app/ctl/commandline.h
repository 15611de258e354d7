// SPDX-License-Identifier: GPL-3.0-or-later
// What every sub-command of hallctl is made of: a row that says how it is called, and a function from a call to an
// outcome. Reading the arguments, help, printing and exit codes are here alone.
#pragma once

#include "app/domain/base/result.h"

#include <QCommandLineParser>
#include <QJsonObject>
#include <QString>
#include <QStringList>
#include <QVector>

#include <optional>
#include <variant>

namespace hall::ctl {

// One call as typed; the words of the command itself are left out.
class Call
{
public:
    Call(const QCommandLineParser &parser, QStringList arguments) : m_parser(parser), m_arguments(std::move(arguments))
    {
    }

    [[nodiscard]] const QStringList &arguments() const { return m_arguments; }
    [[nodiscard]] bool has(const char *option) const { return m_parser.isSet(QLatin1String(option)); }
    [[nodiscard]] QString value(const char *option) const { return m_parser.value(QLatin1String(option)); }
    [[nodiscard]] QString language() const;   // "zh_CN" or "en"
    [[nodiscard]] QString resources() const;  // folder of catalogue, printers …

private:
    const QCommandLineParser &m_parser;
    QStringList m_arguments;
};

// The job was done, or part of it. With a fault the exit code is 1, and what was found out is printed all the same.
struct Answer
{
    QJsonObject json;
    QString text;  // what is printed without --json; lines end in \n
    std::optional<Fault> fault;
    bool faultInJson = false;  // `json` names the fault itself
};
// The command was called wrongly: exit code 2.
struct WrongUsage
{
    QString what;
};
using Outcome = std::variant<Answer, Fault, WrongUsage>;

struct Command
{
    QString words;     // "page find"
    QString synopsis;  // what follows the words: "IMAGE… [--reference EMPTY]"
    QString summary;   // one line for the list of commands
    QString details;   // the rest of its own help; may be empty
    int leastArguments = 0;
    int mostArguments = 0;
    QStringList options;  // it understands, beside those that every command does
    Outcome (*run)(const Call &call) = nullptr;
};

// The exit code: 0 done, 1 refused or failed, 2 wrong usage. Prints to stdout and stderr. Needs a QCoreApplication.
[[nodiscard]] int runCommand(const QStringList &arguments);

[[nodiscard]] QJsonObject errorJson(const Fault &fault, const QString &code = {});  // {"code","who","remedy","detail"}
[[nodiscard]] QString latin(std::string_view text);
[[nodiscard]] QString linesOf(const QJsonObject &object);  // "key: value" a line, for values that are not nested

// The commands by subject, each list in its own file.
[[nodiscard]] QVector<Command> pageCommands();
[[nodiscard]] QVector<Command> pageJoinCommands();
[[nodiscard]] QVector<Command> pageReadCommands();
[[nodiscard]] QVector<Command> pagePdfCommands();
[[nodiscard]] QVector<Command> cameraCommands();
[[nodiscard]] QVector<Command> cardCommands();
[[nodiscard]] QVector<Command> receiptCommands();
[[nodiscard]] QVector<Command> catalogueCommands();
[[nodiscard]] QVector<Command> catalogueFigureCommands();
[[nodiscard]] QVector<Command> batchCommands();
[[nodiscard]] QVector<Command> storeCommands();
[[nodiscard]] QVector<Command> syncCommands();

}  // namespace hall::ctl
