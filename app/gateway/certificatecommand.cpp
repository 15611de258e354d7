// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/call.h"
#include "app/gateway/gatewaykeys.h"

#include <QJsonArray>

#include <cstdio>

namespace hall::gateway {

int serverCertificateCommand(const Call &call)
{
    const auto hosts = renewServerCertificate(call.dataDir, call.parser.values(QStringLiteral("host")));
    if (!hosts) {
        return failed(call, hosts.error());
    }
    const QString file = call.dataDir + QStringLiteral("/front/server.pem");
    if (call.parser.isSet(QStringLiteral("json"))) {
        print(QJsonDocument(QJsonObject{{QStringLiteral("certificate"), file},
                                        {QStringLiteral("hosts"), QJsonArray::fromStringList(*hosts)}}));
    } else {
        std::printf("%s\nfor %s\n", qPrintable(file), qPrintable(hosts->join(QStringLiteral(", "))));
    }
    return 0;
}

}  // namespace hall::gateway
