// SPDX-License-Identifier: GPL-3.0-or-later
// CentreClient over HTTPS, on a connection of its own, so that a long upload never delays a question.
#pragma once

#include "app/protocol/centreclient.h"
#include "app/sync/centreline.h"

#include <QList>
#include <QObject>
#include <QPromise>

#include <atomic>
#include <memory>

namespace hall {

// Questions may come from any thread; they are asked on this object's thread, whose event loop must run.
class HttpsCentre final : public QObject, public CentreClient
{
    Q_OBJECT

public:
    static constexpr int kDeadlineMs = 3000;
    static constexpr int kFileDeadlineMs = 30'000;  // of a paper that comes from a phone, up to 10 MiB

    explicit HttpsCentre(const KioskIdentity &identity, int deadlineMs = kDeadlineMs, QObject *parent = nullptr);
    ~HttpsCentre() override;  // questions still open answer CentreUnreachable

    QFuture<Result<CentreAnswer>> prefill(const VisitProof &proof, const QString &service) override;
    QFuture<Result<CentreAnswer>> query(const VisitProof &proof, const QString &service) override;
    QFuture<Result<CentreAnswer>> unit(const VisitProof &proof, const QString &creditCode) override;
    QFuture<Result<CentreAnswer>> progress(const VisitProof &proof) override;
    QFuture<Result<CentreAnswer>> needs(const VisitProof &proof) override;
    QFuture<Result<CentreAnswer>> licences(const VisitProof &proof, const LicenceQuestion &question) override;
    QFuture<Result<CentreAnswer>> holderOf(const ECardQuestion &question) override;
    QFuture<Result<CentreAnswer>> authenticateCard(const CardAuthQuestion &question) override;
    QFuture<Result<CentreAnswer>> draft(const wire::DraftCall &call) override;
    QFuture<Result<CentreAnswer>> phone(const wire::PhoneCall &call) override;
    QFuture<Result<CentreAnswer>> rate(const wire::Rating &rating) override;
    [[nodiscard]] bool reachable() const override { return m_reachable.load(); }

    // The visitor whose questions these were has gone: open ones answer CentreUnreachable, and the connection goes with
    // its buffers, which Qt keeps filled with what was sent last. On this object's thread.
    void forget();
    // A new certificate of the same kiosk, for connections that begin from now on. On this object's thread.
    void setCertificate(const KioskIdentity &identity) { m_line.setCertificate(identity); }

Q_SIGNALS:
    void reachableChanged(bool reachable);

private:
    struct Question;
    // Of the answer to most questions, and of a paper.
    enum class Size
    {
        Usual,
        File
    };
    QFuture<Result<CentreAnswer>> post(const char *path, Sensitive<QByteArray> json, Size size = Size::Usual);
    QFuture<Result<CentreAnswer>> ask(const char *kind, const VisitProof &proof, const QString &service,
                                      const QString &unit = {}, const QJsonObject &more = {});
    void send(const std::shared_ptr<Question> &question);
    void answer(const std::shared_ptr<Question> &question, Result<CentreAnswer> result);
    void endQuestions(const char *why);
    void noteReachable(bool reachable);

    CentreLine m_line;
    int m_deadlineMs;
    QList<std::shared_ptr<Question>> m_open;
    std::atomic<bool> m_reachable{false};
};

}  // namespace hall
