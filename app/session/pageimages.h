// SPDX-License-Identifier: GPL-3.0-or-later
// Gives QML the pages of this visit by key ("image://pages/3"). Nothing is cached beyond the item that shows it.
#pragma once

#include <QQuickImageProvider>

namespace hall {

class Session;

class PageImages : public QQuickImageProvider
{
public:
    static constexpr const char *providerName = "pages";

    explicit PageImages(Session &session);
    QImage requestImage(const QString &id, QSize *size, const QSize &requestedSize) override;

private:
    Session &m_session;
};

}  // namespace hall
