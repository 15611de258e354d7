// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/receipt/qrsymbol.h"

#include <memory>
#include <qrencode.h>

namespace hall {

std::optional<QrSymbol> makeQr(const QString &text, int maxOuterModules)
{
    const QByteArray utf8 = text.toUtf8();
    if (utf8.isEmpty()) {
        return {};
    }
    for (const QRecLevel level : {QR_ECLEVEL_M, QR_ECLEVEL_L}) {
        const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
            QRcode_encodeData(static_cast<int>(utf8.size()), reinterpret_cast<const unsigned char *>(utf8.constData()),
                              0, level),
            QRcode_free);
        if (!code || code->width + 2 * QrSymbol::quietModules > maxOuterModules) {
            continue;
        }
        QrSymbol symbol;
        symbol.size = code->width;
        symbol.level = level == QR_ECLEVEL_M ? 'M' : 'L';
        symbol.modules.resize(static_cast<qsizetype>(code->width) * code->width);
        for (qsizetype i = 0; i < symbol.modules.size(); ++i) {
            symbol.modules[i] = static_cast<char>(code->data[i] & 1);  // the other bits say what a module is for
        }
        return symbol;
    }
    return {};
}

}  // namespace hall
