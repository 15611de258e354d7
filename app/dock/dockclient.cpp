// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dock/dockclient.h"

#include "app/dock/democode.h"

#include <QDateTime>
#include <QFile>
#include <QJsonDocument>
#include <QTime>

#include <algorithm>

namespace hall {

namespace {

constexpr QLatin1String socialCardReader("social-card-reader");
constexpr QLatin1String idCardReader("id-card-reader");
constexpr QLatin1String documentCamera("document-camera");
constexpr QLatin1String receiptPrinter("receipt-printer");
constexpr QLatin1String pagePrinter("page-printer");
constexpr QLatin1String codeScanner("code-scanner");
constexpr QLatin1String tableStickDevice("table-stick");
constexpr QLatin1String cabinet("cabinet");
constexpr QLatin1String noKiosk("no-kiosk");
constexpr QLatin1String media("media");
constexpr int mostEmptyPolls = 3;  // by then a reader that works has seen the card

QVariant factOf(const QVariantMap &devices, const QString &device, const QString &fact)
{
    return devices.value(device).toMap().value(QStringLiteral("facts")).toMap().value(fact);
}

}  // namespace

DockClient::DockClient(QString socketPath, QObject *parent) : DockClient(std::move(socketPath), Pace{}, parent)
{
}

DockClient::DockClient(QString socketPath, Pace pace, QObject *parent)
    : QObject(parent), m_socketPath(std::move(socketPath)), m_pace(pace)
{
    connect(&m_socket, &QLocalSocket::connected, this, &DockClient::onConnected);
    connect(&m_socket, &QLocalSocket::disconnected, this, &DockClient::onGone);
    connect(&m_socket, &QLocalSocket::readyRead, this, &DockClient::onReadyRead);
    m_retry.setInterval(m_pace.retry);
    connect(&m_retry, &QTimer::timeout, this, &DockClient::connectNow);
    m_poll.setInterval(m_pace.poll);
    connect(&m_poll, &QTimer::timeout, this, &DockClient::poll);
    m_patience.setSingleShot(true);
    m_patience.setInterval(m_pace.patience);
    connect(&m_patience, &QTimer::timeout, &m_socket, &QLocalSocket::abort);
}

DockClient::~DockClient()
{
    m_socket.disconnect(this);
}

void DockClient::start()
{
    m_retry.start();
    connectNow();
}

// ---- The connection

void DockClient::connectNow()
{
    dropOverdue();
    if (m_socket.state() == QLocalSocket::UnconnectedState) {
        m_socket.connectToServer(m_socketPath);
    }
}

void DockClient::onConnected()
{
    m_papersAsked = 0;
    Q_EMIT connectedChanged();
    std::deque<Request> waiting;
    waiting.swap(m_waiting);
    for (Request &request : waiting) {
        write(std::move(request));
    }
    m_poll.start();
    poll();
}

void DockClient::onGone()
{
    m_poll.stop();
    m_patience.stop();
    m_statusAsked = false;
    const bool lost = std::any_of(m_sent.cbegin(), m_sent.cend(), [](const Request &sent) { return !sent.quiet; });
    m_sent.clear();
    m_status = {};
    m_devices.clear();
    m_hands = {};
    Q_EMIT connectedChanged();
    Q_EMIT statusChanged();
    Q_EMIT handsChanged();
    if (lost) {
        setProblem({{QStringLiteral("code"), noKiosk}, {QStringLiteral("detail"), QString()}});
    }
}

void DockClient::ask(Request request)
{
    if (connected()) {
        write(std::move(request));
    } else {
        request.until = QDeadlineTimer(m_pace.keep);
        m_waiting.push_back(std::move(request));
    }
}

void DockClient::write(Request request)
{
    request.body.insert(QStringLiteral("id"), ++m_lastId);
    m_socket.write(QJsonDocument(request.body).toJson(QJsonDocument::Compact) + '\n');
    m_socket.flush();
    m_sent.insert(m_lastId, request);
    if (!m_patience.isActive()) {
        m_patience.start();
    }
}

void DockClient::dropOverdue()
{
    bool lost = false;
    while (!m_waiting.empty() && m_waiting.front().until.hasExpired()) {
        lost = lost || !m_waiting.front().quiet;
        m_waiting.pop_front();
    }
    if (lost) {
        setProblem({{QStringLiteral("code"), noKiosk}, {QStringLiteral("detail"), QString()}});
    }
}

void DockClient::onReadyRead()
{
    while (m_socket.canReadLine()) {
        const QJsonDocument document = QJsonDocument::fromJson(m_socket.readLine());
        if (document.isObject()) {
            onAnswer(document.object());
        }
    }
}

void DockClient::onAnswer(const QJsonObject &answer)
{
    const int id = answer.value(u"id").toInt();
    if (!m_sent.contains(id)) {
        return;
    }
    const Request request = m_sent.take(id);
    m_patience.stop();
    if (!m_sent.isEmpty()) {
        m_patience.start();
    }
    if (answer.value(u"ok").toBool()) {
        if (!request.quiet) {
            setProblem({});
        }
        if (request.then) {
            request.then(answer);
        }
    } else if (!request.quiet) {
        const QJsonObject error = answer.value(u"error").toObject();
        setProblem({{QStringLiteral("code"), error.value(u"code").toString()},
                    {QStringLiteral("detail"), error.value(u"detail").toString()}});
    }
}

void DockClient::setProblem(const QVariantMap &problem)
{
    if (m_problem != problem) {
        m_problem = problem;
        Q_EMIT problemChanged();
    }
}

// ---- What the kiosk says of itself

void DockClient::poll()
{
    if (m_statusAsked) {
        return;  // a kiosk at work answers late; it is not asked twice
    }
    m_statusAsked = true;
    ask({{{QStringLiteral("do"), QStringLiteral("status")}},
         [this](const QJsonObject &answer) {
             m_statusAsked = false;
             onStatus(answer);
         },
         true,
         {}});
    ask({{{QStringLiteral("do"), QStringLiteral("device")},
          {QStringLiteral("device"), receiptPrinter},
          {QStringLiteral("action"), QStringLiteral("papers")}},
         [this](const QJsonObject &answer) { fetchPapers(answer.value(u"papers").toInt()); },
         true,
         {}});
}

void DockClient::onStatus(const QJsonObject &status)
{
    QJsonObject now = status;
    now.remove(QStringLiteral("id"));
    const QVariantMap before = m_devices;
    if (now != m_status) {
        m_status = now;
        m_devices = now.value(u"devices").toObject().toVariantMap();
        Q_EMIT statusChanged();
    }
    followHands(before);
}

// Other hands do things too, and some cards are pulled out by their own fault: what a device has newly noticed holds.
void DockClient::followHands(const QVariantMap &before)
{
    const auto changed = [&](const QString &device, const QString &fact) {
        const QVariant now = factOf(m_devices, device, fact);
        return now == factOf(before, device, fact) ? QVariant() : now;
    };
    Hands next = m_hands;
    m_emptyPolls = factOf(m_devices, socialCardReader, media) == QLatin1String("none") ? m_emptyPolls + 1 : 0;
    if (m_emptyPolls >= mostEmptyPolls) {
        next.card.clear();
    }
    if (changed(idCardReader, media) == QLatin1String("none")) {
        next.idCard.clear();
    }
    const QString paper = changed(receiptPrinter, QStringLiteral("paper")).toString();
    if (paper == QLatin1String("ok") || paper == QLatin1String("near-end") || paper == QLatin1String("out")) {
        next.paper = paper;
    }
    const QString cover = changed(receiptPrinter, QStringLiteral("cover")).toString();
    if (cover == QLatin1String("open") || cover == QLatin1String("closed")) {
        next.coverOpen = cover == QLatin1String("open");
    }
    const QString cutter = changed(receiptPrinter, QStringLiteral("cutter")).toString();
    if (cutter == QLatin1String("fault") || cutter == QLatin1String("ok")) {
        next.cutterFault = cutter == QLatin1String("fault");
    }
    const QVariant jam = changed(receiptPrinter, QStringLiteral("jam"));
    if (jam.typeId() == QMetaType::Bool) {
        next.jam = jam.toBool();
    }
    if (!(next == m_hands)) {
        m_hands = next;
        Q_EMIT handsChanged();
    }
}

bool DockClient::cardThere() const
{
    const QVariant seen = factOf(m_devices, socialCardReader, media);
    return seen == QLatin1String("present") || seen == QLatin1String("mute");
}

bool DockClient::idCardThere() const
{
    return factOf(m_devices, idCardReader, media) == QLatin1String("present");
}

QString DockClient::stage() const
{
    return m_status.value(u"stage").toString();
}

QString DockClient::page() const
{
    return m_status.value(u"page").toString();
}

QString DockClient::caseNumber() const
{
    return m_status.value(u"visit").toObject().value(u"number").toString();
}

int DockClient::visits() const
{
    return m_status.value(u"visits").toInt();
}

int DockClient::queued() const
{
    return m_status.value(u"queue").toObject().value(u"queued").toInt();
}

int DockClient::waitingPages() const
{
    return m_status.value(u"queue").toObject().value(u"waiting_blobs").toInt();
}

int DockClient::parked() const
{
    return m_status.value(u"queue").toObject().value(u"parked").toInt();
}

bool DockClient::enrolled() const
{
    return m_status.value(u"network").toObject().value(u"enrolled").toBool();
}

bool DockClient::centreReachable() const
{
    return m_status.value(u"network").toObject().value(u"centre").toString() == QLatin1String("reachable");
}

QVariantMap DockClient::scenario() const
{
    return m_status.value(u"scenario").toObject().toVariantMap();
}

bool DockClient::outOfService() const
{
    return m_status.value(u"out_of_service").toBool();
}

QString DockClient::tableStick() const
{
    return m_status.value(u"table_stick").toString();
}

// ---- The paper

void DockClient::fetchPapers(int count)
{
    for (int number = qMax(m_papersAsked, count - papersKept) + 1; number <= count; ++number) {
        ask({{{QStringLiteral("do"), QStringLiteral("device")},
              {QStringLiteral("device"), receiptPrinter},
              {QStringLiteral("action"), QStringLiteral("output")},
              {QStringLiteral("paper"), number}},
             [this](const QJsonObject &answer) { takePaper(answer); },
             true,
             {}});
    }
    m_papersAsked = count;
}

void DockClient::takePaper(const QJsonObject &answer)
{
    m_papers.prepend(QVariantMap{
        {QStringLiteral("number"), ++m_paperNumber},
        {QStringLiteral("time"), QTime::currentTime().toString(QStringLiteral("HH:mm:ss"))},
        {QStringLiteral("picture"), QLatin1String("data:image/png;base64,") + answer.value(u"png").toString()}});
    while (m_papers.size() > papersKept) {
        m_papers.removeLast();
    }
    Q_EMIT papersChanged();
}

// ---- The hands

void DockClient::hand(const QJsonObject &body, const Then &then)
{
    ask({body,
         [this, then](const QJsonObject &answer) {
             if (then) {
                 then(answer);
                 Q_EMIT handsChanged();
             }
         },
         false,
         {}});
}

void DockClient::device(const QString &device, const QString &action, QJsonObject more, const Then &then)
{
    more.insert(QStringLiteral("do"), QStringLiteral("device"));
    more.insert(QStringLiteral("device"), device);
    more.insert(QStringLiteral("action"), action);
    hand(more, then);
}

void DockClient::insertCard(const QString &file)
{
    device(socialCardReader, QStringLiteral("insert"), {{QStringLiteral("card"), file}},
           [this, file](const QJsonObject &) {
               m_hands.card = file;
               m_emptyPolls = 0;
           });
}

void DockClient::removeCard()
{
    device(socialCardReader, QStringLiteral("remove"), {}, [this](const QJsonObject &) { m_hands.card.clear(); });
}

void DockClient::placeIdCard(const QString &file)
{
    device(idCardReader, QStringLiteral("place"), {{QStringLiteral("card"), file}},
           [this, file](const QJsonObject &) { m_hands.idCard = file; });
}

void DockClient::liftIdCard()
{
    device(idCardReader, QStringLiteral("lift"), {}, [this](const QJsonObject &) { m_hands.idCard.clear(); });
}

void DockClient::showPage(const QString &file)
{
    device(documentCamera, QStringLiteral("show"), {{QStringLiteral("image"), file}},
           [this, file](const QJsonObject &) { m_hands.page = file; });
}

void DockClient::clearPage()
{
    device(documentCamera, QStringLiteral("clear"), {}, [this](const QJsonObject &) { m_hands.page.clear(); });
}

void DockClient::insertStick(const QString &folder)
{
    device(tableStickDevice, QStringLiteral("insert"), {{QStringLiteral("folder"), folder}}, {});
}

void DockClient::removeStick()
{
    device(tableStickDevice, QStringLiteral("remove"), {}, {});
}

void DockClient::scanCode(const QString &path)
{
    QFile file(path);
    const auto text = file.open(QIODevice::ReadOnly)
                          ? demoCode(file.readAll(), QDateTime::currentSecsSinceEpoch())
                          : fail(FaultCode::FileUnreadable, file.errorString().toStdString());
    if (!text) {
        const std::string_view code = text.error().name();
        setProblem({{QStringLiteral("code"), QString::fromUtf8(code.data(), qsizetype(code.size()))},
                    {QStringLiteral("detail"), QString::fromStdString(text.error().detail)}});
        return;
    }
    device(codeScanner, QStringLiteral("scan"), {{QStringLiteral("text"), *text}}, {});
}

void DockClient::setPrinter(const QString &key, const QJsonValue &value, const Then &then)
{
    device(receiptPrinter, QStringLiteral("set"), {{key, value}}, then);
}

void DockClient::setPaper(const QString &paper)
{
    setPrinter(QStringLiteral("paper"), paper, [this, paper](const QJsonObject &) { m_hands.paper = paper; });
}

void DockClient::setCoverOpen(bool open)
{
    setPrinter(QStringLiteral("cover"), open ? QStringLiteral("open") : QStringLiteral("closed"),
               [this, open](const QJsonObject &) { m_hands.coverOpen = open; });
}

void DockClient::setJam(bool jam)
{
    setPrinter(QStringLiteral("jam"), jam, [this, jam](const QJsonObject &) { m_hands.jam = jam; });
}

void DockClient::setCutterFault(bool fault)
{
    setPrinter(QStringLiteral("cutter"), fault ? QStringLiteral("fault") : QStringLiteral("ok"),
               [this, fault](const QJsonObject &) { m_hands.cutterFault = fault; });
}

void DockClient::setCabinet(const QString &what, const QVariant &value)
{
    device(cabinet, QStringLiteral("set"), {{what, QJsonValue::fromVariant(value)}}, {});
}

void DockClient::setPagePrinter(const QString &what, const QVariant &value)
{
    device(pagePrinter, QStringLiteral("set"), {{what, QJsonValue::fromVariant(value)}}, {});
}

void DockClient::pressKey(const QString &key)
{
    device(cabinet, QStringLiteral("key"), {{QStringLiteral("key"), key}}, {});
}

void DockClient::setFault(const QString &device, const QString &fault)
{
    hand({{QStringLiteral("do"), QStringLiteral("fault")},
          {QStringLiteral("device"), device},
          {QStringLiteral("fault"), fault}},
         [this, device, fault](const QJsonObject &) { m_hands.faults.insert(device, fault); });
}

void DockClient::heal(const QString &device)
{
    hand({{QStringLiteral("do"), QStringLiteral("heal")}, {QStringLiteral("device"), device}},
         [this, device](const QJsonObject &) { m_hands.faults.remove(device); });
}

void DockClient::setNetworkUp(bool up)
{
    hand({{QStringLiteral("do"), QStringLiteral("network")},
          {QStringLiteral("state"), up ? QStringLiteral("up") : QStringLiteral("down")}},
         [this, up](const QJsonObject &) { m_hands.networkUp = up; });
}

void DockClient::advanceClock(int seconds)
{
    hand({{QStringLiteral("do"), QStringLiteral("clock")}, {QStringLiteral("advance_s"), seconds}}, {});
}

void DockClient::playScenario(const QString &file)
{
    hand({{QStringLiteral("do"), QStringLiteral("scenario")}, {QStringLiteral("play"), file}}, {});
}

void DockClient::stopScenario()
{
    hand({{QStringLiteral("do"), QStringLiteral("scenario")}, {QStringLiteral("stop"), true}}, {});
}

QStringList DockClient::faultsOf(const QString &device)
{
    static const QHash<QString, QStringList> known{
        {socialCardReader,
         {QStringLiteral("unplug"), QStringLiteral("stall"), QStringLiteral("slow"), QStringLiteral("garbage"),
          QStringLiteral("hang"), QStringLiteral("daemon"), QStringLiteral("shared")}},
        {idCardReader,
         {QStringLiteral("unplug"), QStringLiteral("stall"), QStringLiteral("slow"), QStringLiteral("garbage"),
          QStringLiteral("short-write")}},
        {documentCamera,
         {QStringLiteral("unplug"), QStringLiteral("stall"), QStringLiteral("slow"), QStringLiteral("freeze"),
          QStringLiteral("dark"), QStringLiteral("bright"), QStringLiteral("blank")}},
        {receiptPrinter,
         {QStringLiteral("unplug"), QStringLiteral("stall"), QStringLiteral("slow"), QStringLiteral("garbage"),
          QStringLiteral("short-write"), QStringLiteral("stale-status"), QStringLiteral("hang"),
          QStringLiteral("freeze")}},
        {pagePrinter,
         {QStringLiteral("unplug"), QStringLiteral("stall"), QStringLiteral("slow"), QStringLiteral("garbage"),
          QStringLiteral("abort"), QStringLiteral("busy"), QStringLiteral("cut")}},
        {cabinet,
         {QStringLiteral("unplug"), QStringLiteral("stall"), QStringLiteral("slow"), QStringLiteral("garbage"),
          QStringLiteral("short-write")}},
        {codeScanner,
         {QStringLiteral("unplug"), QStringLiteral("stall"), QStringLiteral("slow"), QStringLiteral("garbage")}}};
    return known.value(device);
}

}  // namespace hall
