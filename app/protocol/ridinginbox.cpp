// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocol/ridinginbox.h"

#include "app/protocol/canonicaljson.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace hall::wire {
namespace {

const char kMember[] = ",\"inbox\":";
constexpr qsizetype kAnswerLimit = 4 * 1024 * 1024;  // as the client reads at all

QByteArray arrayOf(const QVector<InboxItem> &items)
{
    QJsonArray array;
    for (const InboxItem &item : items) {
        array.append(toJson(item));
    }
    return QJsonDocument(array).toJson(QJsonDocument::Compact);
}

}  // namespace

QVector<InboxItem> whatRides(QVector<InboxItem> items)
{
    items.resize(std::min<qsizetype>(items.size(), kRidingItems));
    while (!items.isEmpty() && arrayOf(items).size() > kRidingBytes) {
        items.removeLast();
    }
    return items;
}

QByteArray withInbox(QByteArray verdicts, const QVector<InboxItem> &items)
{
    if (!items.isEmpty() && verdicts.endsWith('}')) {
        verdicts.insert(verdicts.size() - 1, kMember + arrayOf(items));
    }
    return verdicts;
}

QVector<InboxItem> ridingInbox(const QByteArray &answer)
{
    if (!answer.contains("\"inbox\"")) {
        return {};
    }
    const auto object = parseJsonObject(answer, kAnswerLimit);
    const QJsonArray array = object ? object->value(QStringLiteral("inbox")).toArray() : QJsonArray();
    if (array.isEmpty() || array.size() > kRidingItems) {
        return {};
    }
    auto items =
        parseInbox(QJsonDocument(QJsonObject{{QStringLiteral("items"), array}}).toJson(QJsonDocument::Compact));
    return items ? std::move(*items) : QVector<InboxItem>();
}

}  // namespace hall::wire
