// SPDX-License-Identifier: GPL-3.0-or-later
// The control socket: one JSON object a line in, one JSON object a line out, in order of completion. Knows nothing of
// the commands; the composition root adds them.
#pragma once

#include "app/domain/base/result.h"
#include "app/kiosk/controlconnection.h"

#include <QHash>
#include <QJsonObject>
#include <QLocalServer>
#include <QObject>

#include <functional>

namespace hall {

class ControlServer : public QObject
{
    Q_OBJECT

public:
    // Answers one request, once; may be kept and called later. A null error means success.
    using Reply = std::function<void(const Result<QJsonObject> &)>;
    using Command = std::function<void(const QJsonObject &request, const Reply &reply)>;
    enum class Access
    {
        Open,
        Technician
    };

    // `unlocked`: every command is allowed (demonstration); otherwise Technician commands need a sign-in on that
    // connection, which `signIn` decides.
    ControlServer(bool unlocked, std::function<bool(const QString &card, const QString &pin)> signIn,
                  QObject *parent = nullptr);

    void add(const QString &name, Access access, Command command);
    [[nodiscard]] Done listen(const QString &socketPath);  // mode 0660; a stale socket file is replaced
    // Whoever asks while nobody listens is to wait (controlsign.h); until listen() of the program that follows. This
    // one answers nothing from here on: what it says would be of a program that is gone.
    void beginAnew();

private:
    struct Entry
    {
        Access access;
        Command command;
    };

    // Hands over each connection as it is, so that nobody else reads from it.
    class Listener : public QLocalServer
    {
    public:
        std::function<void(int socket)> onConnection;

    protected:
        void incomingConnection(quintptr socket) override { onConnection(static_cast<int>(socket)); }
    };

    void handleLine(ControlConnection &connection, const QByteArray &line);

    bool m_unlocked;
    std::function<bool(const QString &, const QString &)> m_signIn;
    QHash<QString, Entry> m_commands;
    Listener m_server;
    QString m_path;  // of the socket, once it listens
    bool m_ends = false;
};

}  // namespace hall
