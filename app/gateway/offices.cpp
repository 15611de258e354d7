// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/offices.h"

#include "app/gateway/coreclient.h"

#include <optional>

namespace hall::gateway {
namespace {

const QStringList kNames{QStringLiteral("records"), QStringLiteral("e-cards"), QStringLiteral("card-keys")};
const QString kNone = QStringLiteral("none");

struct Named
{
    QString all;
    std::array<std::optional<QString>, 3> of;
};

// What stands before '=' is an office only when it is the name of one: addresses and files may have the sign too.
Result<Named> read(const QStringList &values, const char *option)
{
    Named named;
    bool whole = false;
    for (const QString &value : values) {
        const auto office = kNames.indexOf(value.section(u'=', 0, 0));
        const QString text = office >= 0 && value.contains(u'=') ? value.section(u'=', 1) : value;
        const bool twice = office >= 0 ? named.of[static_cast<std::size_t>(office)].has_value() : whole;
        if (text.isEmpty() || twice) {
            return fail(FaultCode::BadArgument, std::string(option) + ": empty, or given twice");
        }
        if (office >= 0) {
            named.of[static_cast<std::size_t>(office)] = text;
        } else {
            named.all = text;
            whole = true;
        }
    }
    return named;
}

}  // namespace

Result<Offices> officesFrom(const OfficeWords &words, std::chrono::milliseconds deadline, int atOnce,
                            const Clock &clock)
{
    const auto addresses = read(words.addresses, "--ask");
    const auto ca = read(words.ca, "--ask-ca");
    const auto tokens = read(words.tokens, "--ask-token");
    const auto certificates = read(words.certificates, "--ask-certificate");
    const auto keys = read(words.keys, "--ask-key");
    for (const Result<Named> *one : {&addresses, &ca, &tokens, &certificates, &keys}) {
        if (!*one) {
            return fail(one->error());
        }
    }
    Offices offices;
    std::shared_ptr<OfficeLine> *const lines[] = {&offices.records, &offices.eCards, &offices.cardKeys};
    for (std::size_t i = 0; i < std::size(lines); ++i) {
        const bool own = addresses->of[i].has_value();
        const auto value = [own, i](const Named &named) { return own ? named.of[i].value_or(QString()) : named.all; };
        const QString address = value(*addresses);
        const bool asked = !address.isEmpty() && address != kNone;
        for (const Result<Named> *one : {&ca, &tokens, &certificates, &keys}) {
            if ((*one)->of[i] && !(own && asked)) {
                return fail(FaultCode::BadArgument,
                            kNames[qsizetype(i)].toStdString() +
                                ": what is shown to an office by name needs --ask with its name");
            }
        }
        if (!asked) {
            continue;
        }
        auto how =
            coreOptions(address, {value(*ca), value(*tokens), {value(*certificates), value(*keys)}}, "its address");
        if (!how) {
            return fail(how.error().code, kNames[qsizetype(i)].toStdString() + ": " + how.error().detail);
        }
        *lines[i] = std::make_shared<OfficeLine>(
            kNames[qsizetype(i)], OfficeAddress{how->base, how->caFile, how->token, how->own}, deadline, atOnce, clock);
    }
    const bool shown = !(ca->all + tokens->all + certificates->all + keys->all).isEmpty();
    if (shown && (addresses->all.isEmpty() || addresses->all == kNone)) {
        return fail(FaultCode::BadArgument, "--ask-ca, --ask-token, --ask-certificate and --ask-key need --ask");
    }
    return offices;
}

QByteArray officeMetrics(const Offices &offices)
{
    QByteArray text;
    for (const OfficeLine *line : offices.lines()) {
        if (!line) {
            continue;
        }
        const OfficeLine::State state = line->state();
        const QByteArray office = "{office=\"" + line->name().toLatin1() + "\"} ";
        text += "hall_gateway_office_up" + office + (state.up ? "1\n" : "0\n");
        text += "hall_gateway_office_answered_total" + office + QByteArray::number(state.answered) + '\n';
        text += "hall_gateway_office_failed_total" + office + QByteArray::number(state.failed) + '\n';
        text += "hall_gateway_office_spared_total" + office + QByteArray::number(state.spared) + '\n';
        text += "hall_gateway_office_wrong_total" + office + QByteArray::number(state.wrong) + '\n';
    }
    return text;
}

}  // namespace hall::gateway
