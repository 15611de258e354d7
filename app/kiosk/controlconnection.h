// SPDX-License-Identifier: GPL-3.0-or-later
// One client of the control socket: lines in, answers out. What is said there may be personal (a code held before the
// scanner, a card read in full, a receipt), and a connection stays open for hours; so its buffers are its own and are
// wiped as soon as a line is dealt with or an answer has gone out. QLocalSocket keeps what it read until it reads
// again.
#pragma once

#include <QByteArray>
#include <QObject>
#include <QSocketNotifier>

#include <functional>
#include <vector>

namespace hall {

class ControlConnection : public QObject
{
    Q_OBJECT

public:
    // Is called with each line, without its end; it is wiped when that returns.
    using OnLine = std::function<void(ControlConnection &connection, const QByteArray &line)>;

    // Takes over the connected stream socket and closes it at its end. Deletes itself when the other side has gone.
    ControlConnection(int socket, OnLine onLine, QObject *parent);
    ~ControlConnection() override;

    void send(QByteArray answer);  // with its line end; leaves as fast as the other side reads

    [[nodiscard]] bool signedIn() const { return m_signedIn; }
    void setSignedIn(bool signedIn) { m_signedIn = signedIn; }

private:
    static constexpr std::size_t longestLine = 1024 * 1024;  // bytes; a longer line closes the connection
    static constexpr std::size_t readAtOnce = 4096;

    void read();
    void takeLines();
    void write();
    void close();

    int m_socket;
    OnLine m_onLine;
    QSocketNotifier m_readable;
    QSocketNotifier m_writable;
    std::vector<unsigned char> m_in;   // up to the end of a line
    std::vector<unsigned char> m_out;  // what the other side has not taken yet
    bool m_signedIn = false;
};

}  // namespace hall
