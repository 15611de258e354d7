// SPDX-License-Identifier: GPL-3.0-or-later
// The machine's own nginx in front of a gateway, as app/gateway/deploy sets it up, but for addresses and folders.
#pragma once

#include "app/domain/base/result.h"
#include "tests/bench/childprogram.h"

namespace hall::bench {

class NginxProgram
{
public:
    // `folder`: for its files; `keys`: has server.pem, server.key and ca.pem; `front`: the port of the gateway.
    NginxProgram(const QString &folder, QString keys, int front);

    // Until it takes connections. FileUnreadable when nginx is not installed, FileInvalid when the configuration in
    // app/gateway/deploy is not what this knows how to move to other places.
    [[nodiscard]] Done start();
    [[nodiscard]] int port() const { return m_port; }  // on 127.0.0.1
    [[nodiscard]] qint64 pid() const { return m_child.pid(); }

private:
    [[nodiscard]] Result<QByteArray> site() const;  // the text of nginx.conf, moved
    [[nodiscard]] Result<QByteArray> mainText() const;

    QString m_folder;
    QString m_keys;
    int m_front;
    int m_port = 0;
    ChildProgram m_child;
};

}  // namespace hall::bench
