// SPDX-License-Identifier: GPL-3.0-or-later
// outbox add|list|retry|export, audit verify, status: the store of a kiosk that rests, or the kiosk that runs.
#include "app/ctl/commandline.h"
#include "app/ctl/controllink.h"
#include "app/ctl/kioskdata.h"
#include "app/ctl/testcases.h"

#include "app/catalogue/catalogueloader.h"
#include "app/domain/transaction.h"
#include "app/protocol/secretfile.h"
#include "app/sync/enrolment.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

namespace hall::ctl {

namespace {

constexpr int mostCases = 1'000'000;
constexpr qint64 largestCase = 2 * 1024 * 1024;   // bytes before sealing; within what the gateway takes for one item
constexpr qint64 largestScan = 31 * 1024 * 1024;  // bytes; sealed it must fit into one blob
constexpr int longExportMs = 600'000;

QJsonObject request(const char *what, const char *action)
{
    return {{QStringLiteral("do"), QLatin1String(what)}, {QStringLiteral("action"), QLatin1String(action)}};
}

QString casesText(const QJsonObject &answer)
{
    QString text;
    for (const QJsonValue row : answer.value(u"cases").toArray()) {
        const QString before = row[u"waits_for"].toString();
        text += QStringLiteral("%1 %2 %3 %4 %5 s %6%7%8\n")
                    .arg(row[u"id"].toString(), row[u"number"].toString())
                    .arg(row[u"seq"].toInteger(), 6)
                    .arg(row[u"state"].toString(), -14)
                    .arg(row[u"age_s"].toInteger())
                    .arg(row[u"service"].toString(),
                         row[u"last_error"].toString().isEmpty() ? QString()
                                                                 : QStringLiteral("  ") + row[u"last_error"].toString(),
                         before.isEmpty() ? QString() : QStringLiteral("  waits for ") + shortNumber(before));
    }
    return text.isEmpty() ? QStringLiteral("no cases\n") : text;
}

Result<QJsonObject> listStore(KioskStore &store)
{
    const auto rows = waitFor(store.outbox(true));
    if (!rows) {
        return fail(rows.error());
    }
    QJsonArray cases;
    const QDateTime now = QDateTime::currentDateTimeUtc();
    for (const QueueRow &row : *rows) {
        cases.append(jsonOf(row, now));
    }
    return QJsonObject{{QStringLiteral("cases"), cases}};
}

using AskStore = std::function<Result<QJsonObject>(KioskStore &)>;

// With --data the store is opened here; otherwise the running kiosk is asked.
Result<QJsonObject> storeOrKiosk(const Call &call, const AskStore &askStore, const QJsonObject &question,
                                 int atMostMs = 10'000)
{
    if (call.has("data")) {
        auto store = openStore(call.value("data"));
        return store ? askStore(**store) : Result<QJsonObject>(fail(store.error()));
    }
    auto link = ControlLink::open(call);
    return link ? link->ask(question, atMostMs) : Result<QJsonObject>(fail(link.error()));
}

Outcome told(const Result<QJsonObject> &result, QString (*text)(const QJsonObject &))
{
    if (!result) {
        return result.error();
    }
    Answer answer;
    answer.json = *result;
    answer.text = text(*result);
    return answer;
}

std::optional<WrongUsage> twoPlaces(const Call &call)
{
    return call.has("data") && call.has("control")
               ? std::optional(WrongUsage{QStringLiteral("--data and --control exclude each other")})
               : std::nullopt;
}

Outcome list(const Call &call)
{
    if (const auto wrong = twoPlaces(call)) {
        return *wrong;
    }
    return told(storeOrKiosk(call, listStore, request("outbox", "list")), casesText);
}

Outcome retry(const Call &call)
{
    if (const auto wrong = twoPlaces(call)) {
        return *wrong;
    }
    const QString id = call.arguments().constFirst();
    const auto askStore = [&id](KioskStore &store) -> Result<QJsonObject> {
        const Done done = waitFor(store.retry(id));
        return done ? Result<QJsonObject>(QJsonObject()) : Result<QJsonObject>(fail(done.error()));
    };
    QJsonObject question = request("outbox", "retry");
    question.insert(QStringLiteral("case"), id);
    Result<QJsonObject> result = storeOrKiosk(call, askStore, question);
    if (result) {
        result->insert(QStringLiteral("id"), id);
    }
    return told(result, [](const QJsonObject &json) {
        return QStringLiteral("%1 is in line again\n").arg(json.value(u"id").toString());
    });
}

Outcome closeCase(const Call &call)
{
    if (const auto wrong = twoPlaces(call)) {
        return *wrong;
    }
    const CaseClosing closing{call.value("reason"), call.value("basis"), call.value("note"), QStringLiteral("hallctl")};
    if (!closingReasons().contains(closing.reason)) {
        return WrongUsage{QStringLiteral("--reason is one of %1").arg(closingReasons().join(QStringLiteral(", ")))};
    }
    if (closing.basis != u"exported" && closing.basis != u"counter") {
        return WrongUsage{QStringLiteral("--basis is exported (the case was carried away with outbox export) or counter"
                                         " (the person was told to go to the counter)")};
    }
    const QString id = call.arguments().constFirst();
    const auto askStore = [&id, &closing](KioskStore &store) -> Result<QJsonObject> {
        const Done done = waitFor(store.closeCase(id, closing));
        return done ? Result<QJsonObject>(QJsonObject()) : Result<QJsonObject>(fail(done.error()));
    };
    QJsonObject question = request("outbox", "close");
    question.insert(QStringLiteral("case"), id);
    question.insert(QStringLiteral("reason"), closing.reason);
    question.insert(QStringLiteral("basis"), closing.basis);
    question.insert(QStringLiteral("note"), closing.note);
    Result<QJsonObject> result = storeOrKiosk(call, askStore, question);
    if (result) {
        result->insert(QStringLiteral("id"), id);
        result->insert(QStringLiteral("reason"), closing.reason);
    }
    return told(result, [](const QJsonObject &json) {
        return QStringLiteral("%1 is closed: %2\n").arg(json.value(u"id").toString(), json.value(u"reason").toString());
    });
}

Outcome exportAll(const Call &call)
{
    if (const auto wrong = twoPlaces(call)) {
        return *wrong;
    }
    const QString folder = call.arguments().constFirst();
    const auto askStore = [&folder](KioskStore &store) -> Result<QJsonObject> {
        const auto count = waitFor(store.exportSealed(folder));
        return count ? Result<QJsonObject>(QJsonObject{{QStringLiteral("exported"), *count}})
                     : Result<QJsonObject>(fail(count.error()));
    };
    QJsonObject question = request("outbox", "export");
    question.insert(QStringLiteral("dir"), QFileInfo(folder).absoluteFilePath());  // the kiosk works elsewhere
    Result<QJsonObject> result = storeOrKiosk(call, askStore, question, longExportMs);
    if (result) {
        result->insert(QStringLiteral("dir"), folder);
    }
    return told(result, [](const QJsonObject &json) {
        return QStringLiteral("%1: %2 cases, still sealed\n")
            .arg(json.value(u"dir").toString())
            .arg(json.value(u"exported").toInt());
    });
}

Outcome verifyAudit(const Call &call)
{
    if (const auto wrong = twoPlaces(call)) {
        return *wrong;
    }
    const std::optional<AuditRow> row = auditRow(call.value("told"));
    if (call.has("told") && !row) {
        return WrongUsage{QStringLiteral("--told is a row and its hash as hall-gateway audit prints them: N:64 hex")};
    }
    const auto askStore = [&row](KioskStore &store) -> Result<QJsonObject> {
        const auto verdict = waitFor(store.verifyAudit(row));
        if (!verdict) {
            return fail(verdict.error());
        }
        return QJsonObject{{QStringLiteral("intact"), verdict->intact},
                           {QStringLiteral("rows"), verdict->rows},
                           {QStringLiteral("first_broken"), verdict->firstBroken}};
    };
    QJsonObject question = request("audit", "verify");
    if (row) {
        question.insert(QStringLiteral("told"), call.value("told"));
    }
    Outcome outcome = told(storeOrKiosk(call, askStore, question), linesOf);
    if (auto *answer = std::get_if<Answer>(&outcome); answer && !answer->json.value(u"intact").toBool()) {
        answer->fault =
            Fault(FaultCode::StoreCorrupt, "the audit log is broken from row " +
                                               std::to_string(answer->json.value(u"first_broken").toInteger()));
    }
    return outcome;
}

// How full the store is, what stops when, and what to do. Empty below 70 %.
QString roomWords(const QJsonObject &store, bool english)
{
    struct Words
    {
        const char *room, *en, *zh;
    };
    constexpr Words all[] = {
        {"warn", "From 85 % on papers are not scanned, from 95 % on no new cases are taken.",
         "达到 85% 不再扫描材料，达到 95% 不再受理新业务。"},
        {"no-scans", "Papers are not scanned; from 95 % on no new cases are taken.",
         "已停止扫描材料；达到 95% 不再受理新业务。"},
        {"no-cases", "New cases are not taken; visitors are sent to the counter.",
         "已停止受理新业务，办事人员被引导到窗口。"},
    };
    for (const Words &words : all) {
        if (store.value(u"room").toString() == QLatin1String(words.room)) {
            const QString full = english ? QStringLiteral("%1 % full. ") : QStringLiteral("存储已用 %1%。");
            const char *cure = english ? " Bring the connection to the centre back, and cases that it has make room; or"
                                         " carry the waiting ones away with outbox export and call a technician."
                                       : "请恢复与中心的连接，中心收到后空间自动腾出；或用 outbox export"
                                         " 导出待发业务并联系技术人员。";
            return full.arg(store.value(u"percent").toInt()) + QString::fromUtf8(english ? words.en : words.zh) +
                   QString::fromUtf8(cure);
        }
    }
    return {};
}

Outcome status(const Call &call)
{
    Result<QJsonObject> asked = fail(FaultCode::DeviceDisconnected);
    // Once more where the kiosk began anew while it was asked.
    for (int tries = 2; tries > 0 && !asked && asked.error().code == FaultCode::DeviceDisconnected; --tries) {
        auto link = ControlLink::open(call);
        if (!link) {
            return link.error();
        }
        asked = link->ask({{QStringLiteral("do"), QStringLiteral("status")}});
    }
    if (asked && asked->contains(u"store")) {
        QJsonObject store = asked->value(u"store").toObject();
        store.insert(QStringLiteral("words"), roomWords(store, call.language() == QLatin1String("en")));
        asked->insert(QStringLiteral("store"), store);
    }
    return told(asked, [](const QJsonObject &json) {
        return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Indented));
    });
}

Outcome hold(const Call &call, bool on)
{
    auto link = ControlLink::open(call);
    if (!link) {
        return link.error();
    }
    return told(link->ask({{QStringLiteral("do"), QStringLiteral("hold")},
                           {QStringLiteral("device"), call.arguments().constFirst()},
                           {QStringLiteral("on"), on}}),
                linesOf);
}

Outcome holdDevice(const Call &call)
{
    return hold(call, true);
}

Outcome releaseDevice(const Call &call)
{
    return hold(call, false);
}

Result<QByteArray> scanAt(const QString &path)
{
    Result<QByteArray> scan = readWholeFile(path, largestScan);
    if (scan && !scan->startsWith("\xFF\xD8\xFF")) {  // ISO/IEC 10918-1: start of image, then a marker
        return fail(FaultCode::FileInvalid, path.toStdString() + ": a scan must be a JPEG");
    }
    return scan;
}

Result<QJsonObject> addCases(const Call &call, int count, const TestCases &wanted)
{
    const QString folder = call.value("data");
    auto identity = loadIdentity(folder);
    if (!identity) {
        return fail(identity.error());
    }
    auto store = openStore(folder);
    if (!store) {
        return fail(store.error());
    }
    const SystemClock clock;
    CaseWriter writer(**store, clock);
    writer.setIdentity(SealIdentity{identity->kiosk, identity->signer, sealKeyOf(*identity, clock.wall().count())});
    QJsonArray cases;
    for (int i = 0; i < count; ++i) {
        const auto made = addTestCase(writer, clock, wanted);
        if (!made) {
            return fail(made.error().code, made.error().detail + " (" + std::to_string(i) + " added)");
        }
        cases.append(QJsonObject{{QStringLiteral("id"), made->id},
                                 {QStringLiteral("number"), made->committed.number},
                                 {QStringLiteral("seq"), made->committed.seq}});
    }
    return QJsonObject{{QStringLiteral("added"), count}, {QStringLiteral("cases"), cases}};
}

Outcome add(const Call &call)
{
    if (!call.has("data")) {
        return WrongUsage{QStringLiteral("--data DIR is missing")};
    }
    bool counted = false;
    bool sized = true;
    const int count = call.value("count").toInt(&counted);
    TestCases wanted;
    if (call.has("size")) {
        wanted.bodyBytes = call.value("size").toLongLong(&sized);
    }
    if (!counted || count < 1 || count > mostCases || !sized || wanted.bodyBytes < 0 ||
        wanted.bodyBytes > largestCase) {
        return WrongUsage{
            QStringLiteral("--count N (1 to %1) is needed, --size BYTES is 0 to %2").arg(mostCases).arg(largestCase)};
    }
    if (call.has("scan")) {
        const Result<QByteArray> scan = scanAt(call.value("scan"));
        if (!scan) {
            return scan.error();
        }
        wanted.scan = *scan;
    }
    const LoadedCatalogue loaded = loadCatalogue(call.resources() + QStringLiteral("/catalogue"));
    const QString id = call.has("service") ? call.value("service") : QStringLiteral("unemployment-registration");
    wanted.service = loaded.catalogue.service(id);
    wanted.catalogueVersion = loaded.catalogue.version();
    if (!wanted.service) {
        return Fault(FaultCode::BadArgument, "no service '" + id.toStdString() + "' in the catalogue");
    }
    return told(addCases(call, count, wanted), [](const QJsonObject &json) {
        return QStringLiteral("%1 test cases added\n").arg(json.value(u"added").toInt());
    });
}

}  // namespace

QVector<Command> storeCommands()
{
    const QString where = QStringLiteral("(--data DIR | [--control SOCKET] [--card NUMBER --pin-stdin])");
    return {
        {QStringLiteral("status"),
         QStringLiteral("[--control SOCKET]"),
         QStringLiteral("Ask a running kiosk how it is."),
         QStringLiteral("Devices, capabilities, page, queue, network, how full the memory is and what that means; no "
                        "personal data.\n"
                        "JSON as on the control socket."),
         0,
         0,
         {QStringLiteral("control")},
         status},
        {QStringLiteral("device hold"),
         QStringLiteral("DEVICE [--control SOCKET] [--card NUMBER --pin-stdin]"),
         QStringLiteral("Take a device of a running kiosk out of use."),
         QStringLiteral("It stays so across restarts, until it is released here or on the maintenance page.\n"
                        "JSON: {\"device\",\"held\"}."),
         1,
         1,
         {QStringLiteral("control"), QStringLiteral("card"), QStringLiteral("pin-stdin")},
         holdDevice},
        {QStringLiteral("device release"),
         QStringLiteral("DEVICE [--control SOCKET] [--card NUMBER --pin-stdin]"),
         QStringLiteral("Put a device of a running kiosk back into use."),
         QStringLiteral("JSON: {\"device\",\"held\"}."),
         1,
         1,
         {QStringLiteral("control"), QStringLiteral("card"), QStringLiteral("pin-stdin")},
         releaseDevice},
        {QStringLiteral("outbox add"),
         QStringLiteral("--data DIR --count N [--size BYTES] [--scan FILE] [--service ID]"),
         QStringLiteral("Make marked test cases of a fictional person."),
         QStringLiteral("They are sealed, signed, chained and committed as a visitor's; a production gateway refuses\n"
                        "them. The kiosk must be enrolled. JSON: {\"added\",\"cases\":[{\"id\",\"number\",\"seq\"}]}."),
         0,
         0,
         {QStringLiteral("data"), QStringLiteral("count"), QStringLiteral("size"), QStringLiteral("scan"),
          QStringLiteral("service"), QStringLiteral("resources")},
         add},
        {QStringLiteral("outbox list"), where, QStringLiteral("List the cases of this kiosk and where they stand."),
         QStringLiteral(
             "JSON: "
             "{\"cases\":[{\"id\",\"number\",\"epoch\",\"seq\",\"service\",\"state\",\"age_s\",\"attempts\","
             "\"last_error\",\n"
             "\"test\",\"exported\",\"waits_for\"}]}; state is queued, waiting-blobs, stored, parked, rejected or "
             "closed;\n"
             "waits_for: id of the case that it adds to or takes back, as long as the centre has not got that."),
         0, 0, controlOptions(), list},
        {QStringLiteral("outbox retry"), QStringLiteral("ID ") + where,
         QStringLiteral("Put a parked case back in line."), QStringLiteral("JSON: {\"id\"}."), 1, 1, controlOptions(),
         retry},
        {QStringLiteral("outbox close"),
         QStringLiteral("ID --reason REASON --basis exported|counter [--note TEXT] ") + where,
         QStringLiteral("End a parked case here: it is never sent again."),
         QStringLiteral(
             "REASON is at-counter, filed-again, given-up, unusable or test. Nothing may be lost by it: basis\n"
             "exported is refused for a case that no outbox export has carried away since it was made;\n"
             "counter says that the person was told to go there. TEXT goes into the audit log with them: at\n"
             "most 60 characters, no name, no number of a person. JSON: {\"id\",\"reason\"}."),
         1, 1,
         controlOptions() + QStringList{QStringLiteral("reason"), QStringLiteral("basis"), QStringLiteral("note")},
         closeCase},
        {QStringLiteral("outbox export"), QStringLiteral("DIR ") + where,
         QStringLiteral("Write every case that is not with the centre, still sealed, into a folder."),
         QStringLiteral(
             "DIR gets manifest.json, ID.envelope.json, ID.sealed and blobs/. JSON: {\"dir\",\"exported\"}."),
         1, 1, controlOptions(), exportAll},
        {QStringLiteral("audit verify"), QStringLiteral("[--told N:HASH] ") + where,
         QStringLiteral("Check the hash chain of the audit log."),
         QStringLiteral("N:HASH is what the centre heard of a row (hall-gateway audit). JSON: {\"intact\",\"rows\","
                        "\"first_broken\"};\nexit status 1 when it is broken."),
         0, 0, controlOptions() + QStringList{QStringLiteral("told")}, verifyAudit}};
}

}  // namespace hall::ctl
