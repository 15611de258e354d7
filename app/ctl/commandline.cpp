// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commandline.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <cstdio>

namespace hall::ctl {

namespace {

constexpr int doneCode = 0;
constexpr int failedCode = 1;
constexpr int usageCode = 2;

struct OptionRow
{
    const char *name;
    const char *value;  // null: a switch
    const char *text;
};

constexpr OptionRow optionRows[] = {
    {"json", nullptr, "Print one JSON document instead of text."},
    {"lang", "LANG", "Language of texts from the catalogue: zh_CN (default) or en."},
    {"help", nullptr, "Show this help."},
    {"resources", "DIR", "Folder of catalogue and printer profiles (default: the installed one)."},
    {"data", "DIR", "The kiosk's data; no kiosk may be running on it."},
    {"control", "SOCKET", "Ask the running kiosk on this socket (default: $XDG_RUNTIME_DIR/hall-kiosk.sock)."},
    {"card", "NUMBER", "With --control: sign in with this technician's card; the PIN comes with --pin-stdin."},
    {"pin-stdin", nullptr, "Read a PIN from the first line of the standard input."},
    {"reason", "REASON", "Why a parked case is closed."},
    {"basis", "BASIS", "Why nothing is lost by it: exported, or counter."},
    {"note", "TEXT", "A remark for the audit log; no name, no number of a person."},
    {"told", "N:HASH", "A row of the audit log and its hash, as the centre heard of it."},
    {"reference", "EMPTY", "A picture of the empty plate by the same camera."},
    {"calibration", "FILE", "The calibration of the camera's plate."},
    {"out", "FILE", "File to write to."},
    {"ink", "INK", "page pdf: colour (as it is), grey, or bilevel (black and white)."},
    {"straight", nullptr, "The pictures are straight pages already."},
    {"kind", "KIND",
     "Kind of paper. page rectify: a3, a4, a5, id-card, social-card, booklet, booklet-open. page read: a kind of\n"
     "resources/papers."},
    {"reader", "NAME", "Part of the name of the card reader to use."},
    {"region", "PROFILE",
     "Of the hall, six digits, as 370100 (default 370200). card read: how cards of a region are read, a profile's id "
     "or "
     "file, or a folder of signed ones."},
    {"last-try", nullptr, "Show the PIN although it may be the card's last try."},
    {"format", "FORMAT", "ireadcardbas: print the card as the line that other programs take."},
    {"full", nullptr, "Print personal data unmasked."},
    {"printer", "PROFILE", "Printer profile: a file, or the id of one in the resources."},
    {"print", nullptr, "Print it, by the page printer of a running kiosk."},
    {"bytes", "FILE", "File to write the printer's bytes to."},
    {"device", "DEVICE",
     "Where the printer is: usb:VID:PID[:SERIAL], serial:PATH[@BAUD], tcp:HOST:PORT; for pages "
     "ipp://HOST[:PORT]/PATH."},
    {"visits", "FILE", "List of services that scripted visits have shown (hall-visited/1)."},
    {"facts", "FILE", "JSON object of facts by dictionary id; absent or null means unknown."},
    {"service", "ID", "Only this service."},
    {"on", "DATE", "As if today were DATE (YYYY-MM-DD)."},
    {"count", "N", "How many."},
    {"size", "BYTES", "Size of one case before it is sealed; a small case takes about 700 bytes."},
    {"scan", "FILE", "A JPEG to attach to every case."},
    {"gateway", "URL", "Address of the gateway: https://HOST:PORT."},
    {"code", "CODE", "One-time code from `hall-gateway enrol-code`."},
    {"ca", "FILE", "Certificate of the gateway's authority (PEM)."},
    {"once", nullptr, "One round: send what can be sent now."},
    {"drain", nullptr, "Go on until nothing is left to send."},
    {"patience", "SECONDS", "Give up after so long without progress (default 30)."},
};

const QStringList &commonOptions()
{
    static const QStringList options{QStringLiteral("json"), QStringLiteral("lang"), QStringLiteral("help")};
    return options;
}

const QVector<Command> &allCommands()
{
    static const QVector<Command> commands = pageCommands() + pageJoinCommands() + pageReadCommands() +
                                             pagePdfCommands() + cameraCommands() + cardCommands() + receiptCommands() +
                                             catalogueCommands() + catalogueFigureCommands() + batchCommands() +
                                             storeCommands() + syncCommands();
    return commands;
}

void addOptions(QCommandLineParser &parser)
{
    for (const OptionRow &row : optionRows) {
        const QString name = QLatin1String(row.name);
        const QString text = QLatin1String(row.text);
        parser.addOption(row.value ? QCommandLineOption(name, text, QLatin1String(row.value))
                                   : QCommandLineOption(name, text));
    }
}

void print(FILE *to, const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), to);
}

QString optionHelp(const QStringList &names)
{
    QString text;
    for (const OptionRow &row : optionRows) {
        if (names.contains(QLatin1String(row.name))) {
            const QString left = QStringLiteral("--%1 %2").arg(QLatin1String(row.name), QLatin1String(row.value));
            text += QStringLiteral("  %1 %2\n").arg(left.trimmed(), -22).arg(QLatin1String(row.text));
        }
    }
    return text;
}

QString commandHelp(const Command &command)
{
    QString text = QStringLiteral("usage: hallctl %1 %2\n\n%3\n").arg(command.words, command.synopsis, command.summary);
    if (!command.details.isEmpty()) {
        text += QLatin1Char('\n') + command.details + QLatin1Char('\n');
    }
    return text + QStringLiteral("\nOptions:\n") + optionHelp(command.options + commonOptions());
}

// All commands, or those that begin with the word `group`.
QString listHelp(const QString &group)
{
    QString text = QStringLiteral("usage: hallctl COMMAND … [--json] [--lang zh_CN|en]\n"
                                  "       hallctl COMMAND --help\n\nCommands:\n");
    for (const Command &command : allCommands()) {
        if (group.isEmpty() || command.words.startsWith(group + QLatin1Char(' '))) {
            text += QStringLiteral("  %1 %2\n").arg(command.words, -18).arg(command.summary);
        }
    }
    return text + QStringLiteral("\nExit status: 0 done, 1 refused or failed (one line on stderr, with --json also\n"
                                 "{\"error\":{\"code\",\"who\",\"remedy\",\"detail\"}} on stdout), 2 wrong usage.\n");
}

int wrongUsage(const QString &what, const QString &words = {})
{
    const QString where = words.isEmpty() ? QString() : QLatin1Char(' ') + words;
    print(stderr, QStringLiteral("hallctl%1: %2 (hallctl%1 --help)\n").arg(where, what));
    return usageCode;
}

const Command *commandOf(const QStringList &positional)
{
    for (const Command &command : allCommands()) {
        if (positional.mid(0, command.words.count(QLatin1Char(' ')) + 1).join(QLatin1Char(' ')) == command.words) {
            return &command;
        }
    }
    return nullptr;
}

QString complaintAbout(const Command &command, const QCommandLineParser &parser, const QStringList &arguments)
{
    for (const QString &option : parser.optionNames()) {
        if (!command.options.contains(option) && !commonOptions().contains(option)) {
            return QStringLiteral("option --%1 does not belong here").arg(option);
        }
    }
    if (parser.isSet(QStringLiteral("lang")) && parser.value(QStringLiteral("lang")) != QLatin1String("zh_CN") &&
        parser.value(QStringLiteral("lang")) != QLatin1String("en")) {
        return QStringLiteral("--lang: zh_CN or en is meant");
    }
    if (arguments.size() < command.leastArguments) {
        return QStringLiteral("something is missing after it: %1").arg(command.synopsis);
    }
    if (arguments.size() > command.mostArguments) {
        return QStringLiteral("too much after it: '%1'").arg(arguments.at(command.mostArguments));
    }
    return {};
}

void printJson(const QJsonObject &object)
{
    print(stdout, QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)) + QLatin1Char('\n'));
}

void printFault(const Fault &fault)
{
    QString line = latin(fault.name());
    if (!fault.detail.empty()) {
        line += QStringLiteral(": ") + QString::fromStdString(fault.detail).simplified();
    }
    print(stderr, QStringLiteral("hallctl: %1\n").arg(line));
}

int finish(const Outcome &outcome, bool json, const Command &command)
{
    if (const auto *wrong = std::get_if<WrongUsage>(&outcome)) {
        return wrongUsage(wrong->what, command.words);
    }
    Answer answer;
    if (const auto *fault = std::get_if<Fault>(&outcome)) {
        answer.fault = *fault;
    } else {
        answer = std::get<Answer>(outcome);
    }
    if (answer.fault) {
        printFault(*answer.fault);
        if (!answer.faultInJson) {
            answer.json.insert(QStringLiteral("error"), errorJson(*answer.fault));
        }
    }
    if (json) {
        printJson(answer.json);
    } else {
        print(stdout, answer.text);
    }
    return answer.fault ? failedCode : doneCode;
}

}  // namespace

QString Call::language() const
{
    return has("lang") ? value("lang") : QStringLiteral("zh_CN");
}

QString Call::resources() const
{
    if (has("resources")) {
        return value("resources");
    }
    // Installed beside the program, or the tree it was built from.
    const QString beside = QDir(QCoreApplication::applicationDirPath()).filePath(QStringLiteral("../share/hallkiosk"));
    return QFileInfo::exists(beside) ? QDir::cleanPath(beside) : QStringLiteral(HALL_RESOURCES);
}

QString latin(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QJsonObject errorJson(const Fault &fault, const QString &code)
{
    return {{QStringLiteral("code"), code.isEmpty() ? latin(fault.name()) : code},
            {QStringLiteral("who"), latin(whoName(fault.who()))},
            {QStringLiteral("remedy"), latin(remedyName(fault.remedy()))},
            {QStringLiteral("detail"), QString::fromStdString(fault.detail)}};
}

QString linesOf(const QJsonObject &object)
{
    QString text;
    for (auto it = object.begin(); it != object.end(); ++it) {
        QString value = it->toVariant().toString();
        if (it->isArray()) {
            value = it->toArray().toVariantList().isEmpty() ? QString()
                                                            : it->toVariant().toStringList().join(QStringLiteral(", "));
        }
        text += QStringLiteral("%1: %2\n").arg(it.key(), value);
    }
    return text;
}

int runCommand(const QStringList &arguments)
{
    QCommandLineParser parser;
    addOptions(parser);
    if (!parser.parse(arguments)) {
        return wrongUsage(parser.errorText());
    }
    const QStringList positional = parser.positionalArguments();
    const bool help = parser.isSet(QStringLiteral("help"));
    const Command *command = commandOf(positional);
    if (!command) {
        const QString group = positional.value(0);
        const bool known = std::any_of(allCommands().begin(), allCommands().end(), [&group](const Command &each) {
            return each.words.startsWith(group + QLatin1Char(' '));
        });
        if (help && (group.isEmpty() || (known && positional.size() == 1))) {
            print(stdout, listHelp(group));
            return doneCode;
        }
        return wrongUsage(
            positional.isEmpty()
                ? QStringLiteral("a command is missing")
                : QStringLiteral("unknown command '%1'").arg(positional.mid(0, known ? 2 : 1).join(QLatin1Char(' '))));
    }
    if (help) {
        print(stdout, commandHelp(*command));
        return doneCode;
    }
    const QStringList rest = positional.mid(command->words.count(QLatin1Char(' ')) + 1);
    if (const QString complaint = complaintAbout(*command, parser, rest); !complaint.isEmpty()) {
        return wrongUsage(complaint, command->words);
    }
    return finish(command->run(Call(parser, rest)), parser.isSet(QStringLiteral("json")), *command);
}

}  // namespace hall::ctl
