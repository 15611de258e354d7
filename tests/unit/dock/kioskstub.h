// SPDX-License-Identifier: GPL-3.0-or-later
// The control socket of a kiosk without the kiosk: the real server, which notes what is asked and says what it is told
// to.
#pragma once

#include "app/kiosk/controlserver.h"

#include <QJsonArray>

#include <memory>

namespace hall {

class KioskStub
{
public:
    QJsonObject status{{QStringLiteral("stage"), QStringLiteral("attract")}};
    int papers = 0;
    QByteArray png;
    QVector<QJsonObject> asked;  // without status polls and paper counts
    bool refuses = false;

    bool open(const QString &path)
    {
        m_server = std::make_unique<ControlServer>(true, [](const QString &, const QString &) { return false; });
        const auto open = ControlServer::Access::Open;
        m_server->add(QStringLiteral("status"), open,
                      [this](const QJsonObject &, const ControlServer::Reply &reply) { reply(status); });
        for (const char *name : {"device", "fault", "heal", "clock", "network", "scenario"}) {
            m_server->add(
                QLatin1String(name), open,
                [this](const QJsonObject &request, const ControlServer::Reply &reply) { reply(answer(request)); });
        }
        return m_server->listen(path).has_value();
    }

    void close() { m_server.reset(); }

    // How a fact of a device is told.
    void tell(const QString &device, const QString &fact, const QJsonValue &value)
    {
        QJsonObject devices = status.value(u"devices").toObject();
        QJsonObject one = devices.value(device).toObject();
        QJsonObject facts = one.value(u"facts").toObject();
        facts.insert(fact, value);
        one.insert(QStringLiteral("facts"), facts);
        one.insert(QStringLiteral("link"), QStringLiteral("ready"));
        one.insert(QStringLiteral("fault"), QJsonValue::Null);
        devices.insert(device, one);
        status.insert(QStringLiteral("devices"), devices);
    }

private:
    Result<QJsonObject> answer(QJsonObject request)
    {
        request.remove(QStringLiteral("id"));
        const QString action = request.value(u"action").toString();
        if (action == QLatin1String("papers")) {
            return QJsonObject{{QStringLiteral("papers"), papers}};
        }
        asked.append(request);
        if (refuses) {
            return fail(FaultCode::BadArgument, "no such thing");
        }
        if (action == QLatin1String("output")) {
            return QJsonObject{{QStringLiteral("paper"), request.value(u"paper")},
                               {QStringLiteral("png"), QString::fromLatin1(png.toBase64())}};
        }
        return QJsonObject{};
    }

    std::unique_ptr<ControlServer> m_server;
};

}  // namespace hall
