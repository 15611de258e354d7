// SPDX-License-Identifier: GPL-3.0-or-later
// Papers that a service wants as one PDF: their pages are kept until the visitor hands in, and bound then. Whatever
// fails, the pages themselves go, and the centre knows what was wanted.
#include "app/session/casewriter.h"
#include "app/session/paperbinder.h"
#include "app/session/session.h"

#include "app/recognition/pdfpage.h"

namespace hall {

QVector<Material> Session::filesOf(const MaterialTask &task)
{
    const bool bound = task.bound && task.bound->pdf && task.bound->of == task.pages;
    return bound ? QVector<Material>{*task.bound->pdf} : task.pages;
}

void Session::keepForBinding(const Material &page, const QString &sheet, const Sensitive<QByteArray> &jpeg)
{
    if (m_services.binder && pdfInkOf(page.as)) {
        m_services.binder->keep(page.plainSha256, sheet, jpeg);
    }
}

bool Session::bindPapers()
{
    const auto next = std::find_if(m_materials.begin(), m_materials.end(), [this](const MaterialTask &task) {
        return m_services.binder && !task.pages.isEmpty() && pdfInkOf(task.pages.constFirst().as) &&
               !(task.bound && task.bound->of == task.pages);
    });
    if (next == m_materials.end()) {
        return false;
    }
    dropBound(*next);  // of other pages
    setStage(QStringLiteral("submitting"));
    setBusy(true);
    const auto index = std::distance(m_materials.begin(), next);
    const QVector<Material> pages = next->pages;
    QVector<QByteArray> names;
    for (const Material &page : pages) {
        names.append(page.plainSha256);
    }
    m_services.binder->bind(names, *pdfInkOf(pages.constFirst().as))
        .then(this, [this, index, pages, papers = m_papersDropped](const Result<Sensitive<QByteArray>> &pdf) {
            if (!pdf) {
                paperBound(index, pages, fail(pdf.error()), papers);
                return;
            }
            const Material &first = pages.constFirst();
            m_services.writer->writePaper(first.kind, *pdf, first.as)
                .then(this, [this, index, pages, papers](const Result<Material> &written) {
                    paperBound(index, pages, written, papers);
                });
        });
    return true;
}

void Session::paperBound(qsizetype index, const QVector<Material> &pages, const Result<Material> &pdf, int papers)
{
    const bool left = !m_identity || papers != m_papersDropped || index >= m_materials.size();
    if (left || m_materials[index].pages != pages) {
        setBusy(false);
        if (pdf) {
            m_services.store->releaseBlobs({QString::fromLatin1(pdf->sealedSha256.toHex())});
        }
        return;
    }
    m_materials[index].bound = {pages, pdf ? std::optional(*pdf) : std::nullopt};
    if (!bindPapers()) {
        handIn();
    }
}

void Session::dropBound(MaterialTask &task)
{
    if (task.bound && task.bound->pdf) {
        m_services.store->releaseBlobs({QString::fromLatin1(task.bound->pdf->sealedSha256.toHex())});
    }
    task.bound.reset();
}

// The case has the PDF: the pictures of its pages are no longer needed.
void Session::releaseBoundPages()
{
    QStringList names;
    for (const MaterialTask &task : std::as_const(m_materials)) {
        const bool bound = task.bound && task.bound->pdf && task.bound->of == task.pages;
        for (const Material &page : bound ? task.pages : QVector<Material>()) {
            names.append(QString::fromLatin1(page.sealedSha256.toHex()));
        }
    }
    if (!names.isEmpty()) {
        m_services.store->releaseBlobs(names);
    }
    if (m_services.binder) {
        m_services.binder->dropAll();
    }
}

}  // namespace hall
