// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/controllink.h"

#include "app/domain/base/sensitive.h"
#include "app/domain/controlsign.h"

#include <QDir>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QStandardPaths>
#include <QThread>

#include <iostream>

namespace hall::ctl {

namespace {

constexpr int connectMs = 2000;
constexpr int lookMs = 100;

// Where hall-kiosk listens when nothing else is said.
QString defaultSocket()
{
    const QString runtime = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
    return QDir(runtime.isEmpty() ? QDir::tempPath() : runtime).filePath(QStringLiteral("hall-kiosk.sock"));
}

Fault faultOf(const QJsonObject &error)
{
    const std::string name = error.value(u"code").toString().toStdString();
    const std::string detail = error.value(u"detail").toString().toStdString();
    for (const FaultCode code : allFaultCodes()) {
        if (faultName(code) == name) {
            return Fault(code, detail);
        }
    }
    return Fault(FaultCode::Internal, name + ": " + detail);
}

}  // namespace

QStringList controlOptions()
{
    return {QStringLiteral("data"), QStringLiteral("control"), QStringLiteral("card"), QStringLiteral("pin-stdin")};
}

Result<ControlLink> ControlLink::open(const Call &call)
{
    const QString path = call.has("control") ? call.value("control") : defaultSocket();
    auto socket = std::make_unique<QLocalSocket>();
    const auto answered = [&socket, &path] {
        socket->connectToServer(path);
        return socket->waitForConnected(connectMs);
    };
    // The sign goes when the socket is there again: after the last look one more try.
    bool there = answered();
    for (bool anew = true; !there && anew; there = answered()) {
        anew = beginsAnew(path);
        QThread::msleep(anew ? lookMs : 0);
    }
    if (!there) {
        return fail(FaultCode::FileUnreadable,
                    path.toStdString() + ": no kiosk answers there; for one that does not run give its --data DIR");
    }
    ControlLink link(std::move(socket));
    if (call.has("card")) {
        std::string pin;
        if (call.has("pin-stdin")) {
            std::getline(std::cin, pin);
        }
        const auto signedIn = link.ask({{QStringLiteral("do"), QStringLiteral("sign-in")},
                                        {QStringLiteral("card"), call.value("card")},
                                        {QStringLiteral("pin"), QString::fromStdString(pin)}});
        wipe(pin);
        if (!signedIn) {
            return fail(signedIn.error());
        }
    }
    return link;
}

Result<QJsonObject> ControlLink::ask(const QJsonObject &request, int atMostMs)
{
    m_socket->write(QJsonDocument(request).toJson(QJsonDocument::Compact) + '\n');
    m_socket->flush();
    QElapsedTimer timer;
    timer.start();
    while (!m_socket->canReadLine()) {
        const int left = atMostMs - static_cast<int>(timer.elapsed());
        if (left <= 0) {
            return fail(FaultCode::DeviceTimeout, "the kiosk did not answer in time");
        }
        if (!m_socket->waitForReadyRead(left) && m_socket->state() != QLocalSocket::ConnectedState) {
            return fail(FaultCode::DeviceDisconnected, "the kiosk ended while it was asked");
        }
    }
    const QJsonDocument document = QJsonDocument::fromJson(m_socket->readLine());
    if (!document.isObject()) {
        return fail(FaultCode::DeviceProtocol, "the answer on the socket is no JSON object");
    }
    QJsonObject answer = document.object();
    if (!answer.value(u"ok").toBool()) {
        return fail(faultOf(answer.value(u"error").toObject()));
    }
    answer.remove(QStringLiteral("ok"));
    answer.remove(QStringLiteral("id"));
    return answer;
}

}  // namespace hall::ctl
