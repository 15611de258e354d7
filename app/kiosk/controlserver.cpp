// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/controlserver.h"

#include "app/domain/controlsign.h"

#include <QFile>
#include <QJsonDocument>
#include <QLocalSocket>
#include <QPointer>

namespace hall {

namespace {

void send(ControlConnection *connection, QJsonObject answer, const QJsonValue &id)
{
    if (!connection) {
        return;
    }
    answer.insert(QStringLiteral("id"), id);
    connection->send(QJsonDocument(answer).toJson(QJsonDocument::Compact) + '\n');
}

QJsonObject errorAnswer(const Fault &fault)
{
    const auto text = [](std::string_view view) { return QString::fromUtf8(view.data(), qsizetype(view.size())); };
    return QJsonObject{
        {QStringLiteral("ok"), false},
        {QStringLiteral("error"), QJsonObject{{QStringLiteral("code"), text(fault.name())},
                                              {QStringLiteral("who"), text(whoName(fault.who()))},
                                              {QStringLiteral("remedy"), text(remedyName(fault.remedy()))},
                                              {QStringLiteral("detail"), QString::fromStdString(fault.detail)}}}};
}

}  // namespace

ControlServer::ControlServer(bool unlocked, std::function<bool(const QString &, const QString &)> signIn,
                             QObject *parent)
    : QObject(parent), m_unlocked(unlocked), m_signIn(std::move(signIn))
{
    m_server.onConnection = [this](int socket) {
        new ControlConnection(
            socket, [this](ControlConnection &from, const QByteArray &line) { handleLine(from, line); }, this);
    };
}

void ControlServer::add(const QString &name, Access access, Command command)
{
    m_commands.insert(name, Entry{access, std::move(command)});
}

Done ControlServer::listen(const QString &socketPath)
{
    QLocalSocket probe;
    probe.connectToServer(socketPath);
    if (probe.waitForConnected(200)) {
        return fail(FaultCode::StoreInUse, "another kiosk answers on " + socketPath.toStdString());
    }
    QLocalServer::removeServer(socketPath);
    m_server.setSocketOptions(QLocalServer::UserAccessOption | QLocalServer::GroupAccessOption);
    if (!m_server.listen(socketPath)) {
        return fail(FaultCode::Internal,
                    "control socket " + socketPath.toStdString() + ": " + m_server.errorString().toStdString());
    }
    m_path = socketPath;
    QFile::remove(anewSign(m_path));
    return {};
}

void ControlServer::beginAnew()
{
    m_ends = true;
    QFile sign(anewSign(m_path));
    if (!m_path.isEmpty() && !sign.open(QIODevice::WriteOnly)) {
        return;  // whoever asks is told that nobody answers
    }
}

void ControlServer::handleLine(ControlConnection &connection, const QByteArray &line)
{
    if (m_ends) {
        return;
    }
    QJsonParseError error{};
    const QJsonDocument document = QJsonDocument::fromJson(line, &error);
    if (!document.isObject()) {
        send(&connection,
             errorAnswer(Fault(FaultCode::BadArgument, "not a JSON object: " + error.errorString().toStdString())), {});
        return;
    }
    const QJsonObject request = document.object();
    const QJsonValue id = request.value(u"id");
    const QString name = request.value(u"do").toString();
    if (name == QLatin1String("sign-in")) {
        const bool known = m_signIn(request.value(u"card").toString(), request.value(u"pin").toString());
        connection.setSignedIn(known);
        send(&connection, known ? QJsonObject{{QStringLiteral("ok"), true}} : errorAnswer(Fault(FaultCode::NotAllowed)),
             id);
        return;
    }
    const auto found = m_commands.constFind(name);
    if (found == m_commands.constEnd()) {
        send(&connection, errorAnswer(Fault(FaultCode::BadArgument, "unknown command '" + name.toStdString() + "'")),
             id);
        return;
    }
    if (found->access == Access::Technician && !m_unlocked && !connection.signedIn()) {
        send(&connection, errorAnswer(Fault(FaultCode::NotAllowed, "sign in as a technician first")), id);
        return;
    }
    const QPointer<ControlConnection> guard(&connection);
    found->command(request, [this, guard, id](const Result<QJsonObject> &answer) {
        if (!guard || m_ends) {
            return;
        }
        if (!answer) {
            send(guard, errorAnswer(answer.error()), id);
            return;
        }
        QJsonObject object = *answer;
        object.insert(QStringLiteral("ok"), true);
        send(guard, object, id);
    });
}

}  // namespace hall
