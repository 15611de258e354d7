// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/gateway/gatewaybed.h"

namespace hall::test {

void GatewayBed::begin()
{
    m_rig = std::make_unique<GatewayRig>();
    m_rig->options.demoPeople = QStringLiteral(HALL_SOURCE_DIR "/resources/demo/centre/people.json");
    m_rig->start();
}

std::unique_ptr<httplib::SSLClient> GatewayBed::client(const Kiosk *kiosk) const
{
    auto made =
        kiosk ? std::make_unique<httplib::SSLClient>("127.0.0.1", m_rig->options.port,
                                                     kiosk->certificateFile.toStdString(), kiosk->keyFile.toStdString())
              : std::make_unique<httplib::SSLClient>("127.0.0.1", m_rig->options.port);
    made->set_ca_cert_path(m_rig->dir.filePath(QStringLiteral("front/ca.pem")).toUtf8().constData());
    made->enable_server_certificate_verification(true);
    made->set_read_timeout(10);
    return made;
}

wire::EnrolRequest GatewayBed::request(const Kiosk &kiosk, const QString &code) const
{
    wire::EnrolRequest request;
    request.code = code;
    request.csrPem = kiosk.csr;
    request.signKey = kiosk.signer.publicKey();
    request.mac = wire::enrolMac(code, request.csrPem, request.signKey);
    return request;
}

GatewayBed::Kiosk GatewayBed::enrolled(const QString &id)
{
    Kiosk kiosk;
    kiosk.id = id;
    kiosk.csr = must(makeCsr(kiosk.key, QStringLiteral("hallkiosk")));
    const QByteArray body = wire::encodeEnrolRequest(request(kiosk, m_rig->newCode(id)));
    auto result = client()->Post("/v1/enrol", body.toStdString(), "application/json");
    if (!result || result->status != 200) {
        throw std::runtime_error("enrolment failed: " + (result ? result->body : std::string("no answer")));
    }
    const wire::EnrolAnswer answer = must(wire::parseEnrolAnswer(bytes(result->body)));
    kiosk.certificateFile = m_rig->dir.filePath(QStringLiteral("k%1.pem").arg(++m_files));
    kiosk.keyFile = m_rig->dir.filePath(QStringLiteral("k%1.key").arg(m_files));
    for (const auto &[path, pem] :
         {std::pair(kiosk.certificateFile, answer.certificatePem), {kiosk.keyFile, kiosk.key}}) {
        QFile file(path);
        file.open(QIODevice::WriteOnly);
        file.write(pem);
    }
    return kiosk;
}

QVector<wire::Verdict> GatewayBed::send(const Kiosk &kiosk, const wire::Batch &batch) const
{
    auto result = client(&kiosk)->Post("/v1/batch", must(wire::encodeBatch(batch)).toStdString(), "application/json");
    if (!result || result->status != 200) {
        throw std::runtime_error("batch failed: " + (result ? result->body : std::string("no answer")));
    }
    return must(wire::parseVerdicts(bytes(result->body)));
}

wire::VerdictKind GatewayBed::sendOne(const Kiosk &kiosk, const wire::BatchItem &item) const
{
    return send(kiosk, {{item}, {}}).value(0).kind;
}

httplib::Result GatewayBed::patch(const Kiosk &kiosk, const QByteArray &blob, qint64 offset,
                                  const QByteArray &chunk) const
{
    const httplib::Headers headers{{"Upload-Offset", std::to_string(offset)},
                                   {"X-Chunk-Sha256", sha256(chunk).toHex().toStdString()}};
    return client(&kiosk)->Patch(("/v1/blob/" + sha256(blob).toHex()).constData(), headers, chunk.toStdString(),
                                 "application/offset+octet-stream");
}

QVector<wire::InboxItem> GatewayBed::inbox(const Kiosk &kiosk, qint64 after) const
{
    auto result = client(&kiosk)->Get(("/v1/inbox?after=" + std::to_string(after)).c_str());
    return result && result->status == 200 ? must(wire::parseInbox(bytes(result->body))) : QVector<wire::InboxItem>();
}

}  // namespace hall::test
