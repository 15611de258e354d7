// SPDX-License-Identifier: GPL-3.0-or-later
// A hall-gateway process with keys of its own, in the private folder, and kiosks that it knows.
#pragma once

#include "tests/bench/childprogram.h"
#include "tests/bench/kioskrig.h"

namespace hall::bench {

class GatewayProgram
{
public:
    GatewayProgram(const Settings &settings, const QString &database);

    [[nodiscard]] Done start();                              // init() and serve()
    [[nodiscard]] Done init();                               // keys and an empty database
    [[nodiscard]] Done serve(const QStringList &more = {});  // `more`: options of its own
    // In a folder of its name.
    [[nodiscard]] Result<std::unique_ptr<KioskRig>> enrolledKiosk(const QString &name);
    // With a core: until it has decided what has arrived, so that it does not work during the other side's turn.
    [[nodiscard]] Done waitForCore();
    [[nodiscard]] int port() const { return m_port; }
    [[nodiscard]] qint64 pid() const { return m_child.pid(); }
    [[nodiscard]] QString data() const { return m_data; }
    [[nodiscard]] QString database() const { return m_database; }

private:
    [[nodiscard]] Result<QString> command(const QStringList &words);

    Settings m_settings;
    QString m_program;
    QString m_data;
    QString m_database;
    ChildProgram m_child;
    int m_port = 0;
};

}  // namespace hall::bench
