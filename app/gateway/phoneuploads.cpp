// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/phoneuploads.h"

#include "app/protocol/digest.h"

#include <QUuid>

namespace hall::gateway {
namespace {

constexpr int kCodeBytes = 16;

QString codeTag(const QString &code)
{
    return sha256Hex(code.toLatin1());
}

Done sweepIn(QSqlDatabase &db, qint64 nowMs)
{
    auto gone = run(db, QStringLiteral("DELETE FROM phone_upload WHERE until_ms <= ?"), {nowMs});
    return gone ? Done() : Done(fail(gone.error()));
}

Result<int> change(Database &database, const QString &sql, const QVariantList &values)
{
    WriteTransaction transaction(database);
    if (!transaction.begun()) {
        return fail(transaction.begun().error());
    }
    auto changed = run(transaction.connection(), sql, values);
    if (!changed) {
        return fail(changed.error());
    }
    const int rows = changed->numRowsAffected();
    if (auto done = transaction.commit(); !done) {
        return fail(done.error());
    }
    return rows;
}

}  // namespace

PhoneUploads::PhoneUploads(std::shared_ptr<Database> database, const Clock &clock, QString publicUrl)
    : m_database(std::move(database)), m_clock(clock), m_publicUrl(std::move(publicUrl))
{
    while (m_publicUrl.endsWith(u'/')) {
        m_publicUrl.chop(1);
    }
}

Result<wire::PhonePlace> PhoneUploads::open(const QString &kiosk, const wire::PhoneCall &call)
{
    if (m_publicUrl.isEmpty()) {
        return fail(FaultCode::DeviceNotFitted, "phones cannot reach this gateway");
    }
    const qint64 now = m_clock.wall().count();
    const QString code = QString::fromLatin1(
        randomBytes(kCodeBytes).toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
    const wire::PhonePlace place{QUuid::createUuid().toString(QUuid::WithoutBraces),
                                 m_publicUrl + QStringLiteral("/u/") + code, now + wire::kPhoneMs};
    WriteTransaction transaction(*m_database);
    if (!transaction.begun()) {
        return fail(transaction.begun().error());
    }
    QSqlDatabase &db = transaction.connection();
    if (auto done = sweepIn(db, now); !done) {
        return fail(done.error());
    }
    if (auto gone = run(db, QStringLiteral("DELETE FROM phone_upload WHERE kiosk = ?"), {kiosk}); !gone) {
        return fail(gone.error());
    }
    auto opened = run(db,
                      QStringLiteral("INSERT INTO phone_upload (id, code, kiosk, seal_to, until_ms, sent, content)"
                                     " VALUES (?, ?, ?, ?, ?, 0, ?)"),
                      {place.id, codeTag(code), kiosk, call.sealTo, place.untilMs, QByteArray("")});
    if (!opened) {
        return fail(opened.error());
    }
    if (auto done = transaction.commit(); !done) {
        return fail(done.error());
    }
    return place;
}

Result<wire::PhoneFile> PhoneUploads::take(const QString &kiosk, const QString &id)
{
    auto db = m_database->connection();
    if (!db) {
        return fail(db.error());
    }
    auto row =
        run(*db, QStringLiteral("SELECT sent, content FROM phone_upload WHERE id = ? AND kiosk = ? AND until_ms > ?"),
            {id, kiosk, qint64(m_clock.wall().count())});
    if (!row) {
        return fail(row.error());
    }
    if (!row->next()) {
        return fail(FaultCode::StoreNotFound, "no such place, or its time is over");
    }
    const bool sent = row->value(0).toInt() != 0;
    return wire::PhoneFile{sent, sent ? row->value(1).toByteArray() : QByteArray()};
}

Done PhoneUploads::close(const QString &kiosk, const QString &id)
{
    auto gone = change(*m_database, QStringLiteral("DELETE FROM phone_upload WHERE id = ? AND kiosk = ?"), {id, kiosk});
    return gone ? Done() : Done(fail(gone.error()));
}

Result<PhoneUploads::Place> PhoneUploads::at(const QString &code)
{
    auto db = m_database->connection();
    if (!db) {
        return fail(db.error());
    }
    auto row = run(*db, QStringLiteral("SELECT sent, seal_to FROM phone_upload WHERE code = ? AND until_ms > ?"),
                   {codeTag(code), qint64(m_clock.wall().count())});
    if (!row) {
        return fail(row.error());
    }
    if (!row->next()) {
        return Place{};
    }
    return row->value(0).toInt() != 0 ? Place{PhoneState::Sent, {}}
                                      : Place{PhoneState::Open, row->value(1).toByteArray()};
}

Result<bool> PhoneUploads::put(const QString &code, const QByteArray &sealed)
{
    auto rows = change(*m_database,
                       QStringLiteral("UPDATE phone_upload SET sent = 1, content = ?"
                                      " WHERE code = ? AND sent = 0 AND until_ms > ?"),
                       {sealed, codeTag(code), qint64(m_clock.wall().count())});
    return rows ? Result<bool>(*rows == 1) : Result<bool>(fail(rows.error()));
}

Done PhoneUploads::sweep()
{
    auto gone = change(*m_database, QStringLiteral("DELETE FROM phone_upload WHERE until_ms <= ?"),
                       {qint64(m_clock.wall().count())});
    return gone ? Done() : Done(fail(gone.error()));
}

QByteArray phonePage(PhonePage page)
{
    static constexpr char kFrame[] = R"(<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>就业大厅自助终端</title>
<style>
body{font:18px/1.6 system-ui,sans-serif;margin:0;padding:24px;color:#1b2430;background:#f4f6fa}
main{max-width:32em;margin:auto;background:#fff;border:1px solid #c9d2e0;border-radius:12px;padding:20px}
h1{font-size:24px;margin:0 0 8px}p{margin:8px 0}.en{color:#465163;font-size:16px}
input{font:inherit;width:100%;margin:16px 0;padding:12px 0}
button{font:inherit;font-size:20px;width:100%;min-height:56px;border:0;border-radius:10px;color:#fff;background:#0b4ea2}
button:focus,input:focus{outline:3px solid #f0a500;outline-offset:2px}
</style></head><body><main>)";
    static constexpr char kEnd[] = "</main></body></html>\n";
    const char *words = "";
    switch (page) {
    case PhonePage::Choose:
        words =
            "<h1>把一份材料传给自助终端</h1>"
            "<p>请选择一张照片或一个 PDF 文件，不超过 10 MB。文件加密后只传给您面前的终端，十分钟后自动删除。</p>"
            "<p class=\"en\" lang=\"en\">Send one paper to the kiosk: a photo or a PDF of up to 10 MB. It goes to the "
            "kiosk in front of you alone, encrypted, and is deleted after ten minutes.</p>"
            "<form method=\"post\" enctype=\"multipart/form-data\">"
            "<label for=\"file\">照片或 PDF <span class=\"en\" lang=\"en\">Photo or PDF</span></label>"
            "<input id=\"file\" type=\"file\" name=\"file\" accept=\"image/jpeg,image/png,application/pdf\" required>"
            "<button type=\"submit\">发送 <span lang=\"en\">Send</span></button></form>";
        break;
    case PhonePage::Done:
        words = "<h1>已传给自助终端</h1><p>请看终端屏幕，继续办理。此页可以关闭。</p>"
                "<p class=\"en\" lang=\"en\">Sent. Please go on at the kiosk; this page can be closed.</p>";
        break;
    case PhonePage::Over:
        words = "<h1>二维码已失效</h1><p>它只能用一次，十分钟内有效。请在终端上重新打开二维码。</p>"
                "<p class=\"en\" lang=\"en\">This code is over: it works once, for ten minutes. Please open a new one "
                "at the "
                "kiosk.</p>";
        break;
    case PhonePage::TooLarge:
        words =
            "<h1>文件超过 10 MB</h1><p>请返回，选择较小的照片或文件。</p>"
            "<p class=\"en\" lang=\"en\">The file is larger than 10 MB. Please go back and choose a smaller one.</p>";
        break;
    case PhonePage::NotAPaper:
        words =
            "<h1>不能使用这个文件</h1><p>请返回，选择照片（JPEG、PNG）或 PDF 文件。</p>"
            "<p class=\"en\" lang=\"en\">This file cannot be used. Please go back and choose a photo (JPEG, PNG) or a "
            "PDF.</p>";
        break;
    case PhonePage::Busy:
        words = "<h1>请稍后再试</h1><p>现在传送的人较多，请过半分钟返回重试。</p>"
                "<p class=\"en\" lang=\"en\">Many papers are being sent. Please go back and try again in half a "
                "minute.</p>";
        break;
    }
    return QByteArray(kFrame) + words + kEnd;
}

}  // namespace hall::gateway
