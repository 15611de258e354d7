// SPDX-License-Identifier: GPL-3.0-or-later
// What a presenter's hands do to a kiosk that runs with --demo, and what the kiosk says of itself: one end of its
// control socket, as properties and invokables. GUI thread only; nothing blocks.
#pragma once

#include <QDeadlineTimer>
#include <QHash>
#include <QJsonObject>
#include <QLocalSocket>
#include <QObject>
#include <QTimer>
#include <QtQml/qqmlregistration.h>
#include <QVariantMap>

#include <chrono>
#include <deque>
#include <functional>

namespace hall {

// Connects by itself, and again when the kiosk renews itself or restarts. What is asked while nobody answers waits for
// a few seconds. A kiosk that begins anew has fresh devices: cards, pages, printer settings and faults are forgotten
// with the connection, the papers that came out are not.
class DockClient : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(QString socketPath READ socketPath CONSTANT)
    Q_PROPERTY(bool connected READ connected NOTIFY connectedChanged)
    // What the kiosk said of itself last; empty or 0 while there is no connection.
    Q_PROPERTY(QString stage READ stage NOTIFY statusChanged)
    Q_PROPERTY(QString page READ page NOTIFY statusChanged)
    Q_PROPERTY(QString caseNumber READ caseNumber NOTIFY statusChanged)
    Q_PROPERTY(int visits READ visits NOTIFY statusChanged)
    Q_PROPERTY(int queued READ queued NOTIFY statusChanged)
    Q_PROPERTY(int waitingPages READ waitingPages NOTIFY statusChanged)
    Q_PROPERTY(int parked READ parked NOTIFY statusChanged)
    Q_PROPERTY(bool enrolled READ enrolled NOTIFY statusChanged)
    Q_PROPERTY(bool centreReachable READ centreReachable NOTIFY statusChanged)
    Q_PROPERTY(bool outOfService READ outOfService NOTIFY statusChanged)
    Q_PROPERTY(QString tableStick READ tableStick NOTIFY statusChanged)  // "none", "out", "in", "left"
    Q_PROPERTY(QVariantMap devices READ devices NOTIFY statusChanged)  // id → {link, activity, facts, fault or null}
    Q_PROPERTY(bool cardThere READ cardThere NOTIFY statusChanged)     // what the readers see
    Q_PROPERTY(bool idCardThere READ idCardThere NOTIFY statusChanged)
    Q_PROPERTY(
        QVariantMap scenario READ scenario NOTIFY statusChanged)  // {name, step, steps, playing, fault}; or empty
    // What these hands did last: files as given to insertCard() and so on, empty when there is none. What the kiosk
    // notices of other hands is followed.
    Q_PROPERTY(QString cardIn READ cardIn NOTIFY handsChanged)
    Q_PROPERTY(QString idCardOn READ idCardOn NOTIFY handsChanged)
    Q_PROPERTY(QString pageShown READ pageShown NOTIFY handsChanged)
    Q_PROPERTY(QString paper READ paper NOTIFY handsChanged)  // "ok", "near-end", "out"
    Q_PROPERTY(bool coverOpen READ coverOpen NOTIFY handsChanged)
    Q_PROPERTY(bool jam READ jam NOTIFY handsChanged)
    Q_PROPERTY(bool cutterFault READ cutterFault NOTIFY handsChanged)
    Q_PROPERTY(bool networkUp READ networkUp NOTIFY handsChanged)
    Q_PROPERTY(QVariantMap faults READ faults NOTIFY handsChanged)  // device → fault; absent when healed
    // Newest first: {number, time "hh:mm:ss", picture: data URL of a PNG}; number counts from 1 since the dock began.
    Q_PROPERTY(QVariantList papers READ papers NOTIFY papersChanged)
    // The last thing that was refused, {code, detail}: a fault code of the kiosk, or "no-kiosk" when nobody answered.
    // Empty after the next thing that went well.
    Q_PROPERTY(QVariantMap problem READ problem NOTIFY problemChanged)

public:
    struct Pace
    {
        std::chrono::milliseconds poll{500};
        std::chrono::milliseconds retry{300};       // between two tries to connect
        std::chrono::milliseconds keep{5000};       // how long a request waits for a connection
        std::chrono::milliseconds patience{10000};  // a kiosk that is silent for so long is connected to anew
    };
    static constexpr int papersKept = 24;

    explicit DockClient(QString socketPath, QObject *parent = nullptr);
    DockClient(QString socketPath, Pace pace, QObject *parent = nullptr);
    ~DockClient() override;

    void start();

    [[nodiscard]] QString socketPath() const { return m_socketPath; }
    [[nodiscard]] bool connected() const { return m_socket.state() == QLocalSocket::ConnectedState; }
    [[nodiscard]] QString stage() const;
    [[nodiscard]] QString page() const;
    [[nodiscard]] QString caseNumber() const;
    [[nodiscard]] int visits() const;
    [[nodiscard]] int queued() const;
    [[nodiscard]] int waitingPages() const;
    [[nodiscard]] int parked() const;
    [[nodiscard]] bool enrolled() const;
    [[nodiscard]] bool centreReachable() const;
    [[nodiscard]] bool outOfService() const;
    [[nodiscard]] QString tableStick() const;
    [[nodiscard]] QVariantMap devices() const { return m_devices; }
    [[nodiscard]] QVariantMap scenario() const;
    [[nodiscard]] bool cardThere() const;
    [[nodiscard]] bool idCardThere() const;
    [[nodiscard]] QString cardIn() const { return m_hands.card; }
    [[nodiscard]] QString idCardOn() const { return m_hands.idCard; }
    [[nodiscard]] QString pageShown() const { return m_hands.page; }
    [[nodiscard]] QString paper() const { return m_hands.paper; }
    [[nodiscard]] bool coverOpen() const { return m_hands.coverOpen; }
    [[nodiscard]] bool jam() const { return m_hands.jam; }
    [[nodiscard]] bool cutterFault() const { return m_hands.cutterFault; }
    [[nodiscard]] bool networkUp() const { return m_hands.networkUp; }
    [[nodiscard]] QVariantMap faults() const { return m_hands.faults; }
    [[nodiscard]] QVariantList papers() const { return m_papers; }
    [[nodiscard]] QVariantMap problem() const { return m_problem; }

    // Files are paths that the kiosk can read.
    Q_INVOKABLE void insertCard(const QString &file);
    Q_INVOKABLE void removeCard();
    Q_INVOKABLE void placeIdCard(const QString &file);
    Q_INVOKABLE void liftIdCard();
    Q_INVOKABLE void insertStick(const QString &folder);
    Q_INVOKABLE void removeStick();
    Q_INVOKABLE void showPage(const QString &file);
    Q_INVOKABLE void clearPage();
    Q_INVOKABLE void scanCode(const QString &file);   // of resources/demo/codes; the code is made at this moment
    Q_INVOKABLE void setPaper(const QString &paper);  // "ok", "near-end", "out"
    Q_INVOKABLE void setCoverOpen(bool open);
    Q_INVOKABLE void setJam(bool jam);
    Q_INVOKABLE void setCutterFault(bool fault);
    // "door" open|closed, "power" mains|battery|low, "presence" and "headphones" true|false, "minutes" a number
    Q_INVOKABLE void setCabinet(const QString &what, const QVariant &value);
    // "paper" ok|near-end|out, "toner" ok|low|out, "cover" open|closed, "tray" ok|full, "jam" and "pdf" true|false
    Q_INVOKABLE void setPagePrinter(const QString &what, const QVariant &value);
    Q_INVOKABLE void pressKey(const QString &key);  // of the keys to be felt: "up", "select" …
    Q_INVOKABLE void setFault(const QString &device, const QString &fault);
    Q_INVOKABLE void heal(const QString &device);
    Q_INVOKABLE void setNetworkUp(bool up);
    Q_INVOKABLE void advanceClock(int seconds);
    Q_INVOKABLE void playScenario(const QString &file);
    Q_INVOKABLE void stopScenario();
    // The faults that the simulator of a device knows.
    Q_INVOKABLE static QStringList faultsOf(const QString &device);

Q_SIGNALS:
    void connectedChanged();
    void statusChanged();
    void handsChanged();
    void papersChanged();
    void problemChanged();

private:
    using Then = std::function<void(const QJsonObject &answer)>;

    struct Hands
    {
        QString card;
        QString idCard;
        QString page;
        QString paper = QStringLiteral("ok");
        bool coverOpen = false;
        bool jam = false;
        bool cutterFault = false;
        bool networkUp = true;
        QVariantMap faults;
        bool operator==(const Hands &) const = default;
    };

    struct Request
    {
        QJsonObject body;
        Then then;
        bool quiet = false;  // asked by the dock itself: a refusal is nobody's problem
        QDeadlineTimer until;
    };

    void connectNow();
    void onConnected();
    void onGone();
    void onReadyRead();
    void onAnswer(const QJsonObject &answer);
    void onStatus(const QJsonObject &status);
    void followHands(const QVariantMap &before);
    void poll();
    void fetchPapers(int count);
    void takePaper(const QJsonObject &answer);

    void hand(const QJsonObject &body, const Then &then);  // something a person did
    void device(const QString &device, const QString &action, QJsonObject more, const Then &then);
    void setPrinter(const QString &key, const QJsonValue &value, const Then &then);
    void ask(Request request);
    void write(Request request);
    void dropOverdue();
    void setProblem(const QVariantMap &problem);

    const QString m_socketPath;
    const Pace m_pace;
    QLocalSocket m_socket;
    QTimer m_poll;
    QTimer m_retry;
    QTimer m_patience;
    std::deque<Request> m_waiting;  // for a connection
    QHash<int, Request> m_sent;     // for an answer
    int m_lastId = 0;
    bool m_statusAsked = false;
    int m_papersAsked = 0;  // of the kiosk's own count since it started
    int m_paperNumber = 0;
    QJsonObject m_status;
    QVariantMap m_devices;
    Hands m_hands;
    int m_emptyPolls = 0;  // in a row, for which the card reader saw no card
    QVariantList m_papers;
    QVariantMap m_problem;
};

}  // namespace hall
