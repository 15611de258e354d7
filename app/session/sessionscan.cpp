// SPDX-License-Identifier: GPL-3.0-or-later
// Papers: which are needed, taking them page by page, and what the review shows of them.
#include "app/session/paperbinder.h"
#include "app/session/session.h"
#include "app/session/sessiontools.h"

namespace hall {

namespace {

constexpr double usualDpi = 200;
const QString kLargeSheet = QStringLiteral("a3");  // taken in two where a smaller one is asked for

PictureWish wishOf(const ServiceMaterial &material)
{
    return {static_cast<double>(material.leastDpi), material.format.contains(QLatin1Char('-'))};
}

}  // namespace

// Pages that no case will hold: their sealed files go at once, not only with the next start.
void Session::dropPages(MaterialTask &task)
{
    QStringList names;
    for (const Material &page : std::as_const(task.pages)) {
        names.append(QString::fromLatin1(page.sealedSha256.toHex()));
        if (m_services.binder) {
            m_services.binder->drop(page.plainSha256);
        }
    }
    dropBound(task);
    for (const QString &key : std::as_const(task.images)) {
        dropImage(key);
    }
    task.pages.clear();
    task.images.clear();
    if (!names.isEmpty()) {
        m_services.store->releaseBlobs(names);
    }
}

void Session::dropAllPages()
{
    for (MaterialTask &task : m_materials) {
        dropPages(task);
    }
    m_materials.clear();
    if (m_services.binder) {
        m_services.binder->dropAll();
    }
    forgetReadings();
    forgetLicences();
    if (m_replaced) {
        dropPages(*m_replaced);
        m_replaced.reset();
    }
    forgetRemoved();
    m_again = -1;
    m_fromList = false;
    ++m_papersDropped;
    if (!m_pageInReading.isEmpty()) {
        m_services.store->releaseBlobs({std::exchange(m_pageInReading, QString())});
    }
}

// Nothing new was taken: the paper stays as it was.
void Session::keepReplaced()
{
    if (!m_replaced) {
        return;
    }
    for (MaterialTask &task : m_materials) {
        if (task.index == m_replaced->index) {
            task = *m_replaced;
        }
    }
    m_replaced.reset();
}

// A number that was typed, or read from a picture, is no card's; who acts for somebody else has typed whom; and a
// unit's code is typed until the centre knows it. What a record says of one person holds for no other of a list.
SourcedFacts Session::sourcedFacts() const
{
    SourceFacts records;
    const bool shown = m_unit.active ? m_unit.confirmed : !m_delegate.active && !unproved();
    if (m_identity && m_service && shown) {
        records = cardFacts();
    }
    if (m_identity && m_service && !m_unit.active && !m_delegate.active) {
        records.insert(FactSource::Central, m_centreFacts);
    }
    SourcedFacts sourced =
        SourcedFacts::of(*m_services.catalogue, m_service ? m_service->facts : QStringList(), records, today());
    if (!m_people.isEmpty()) {
        sourced.leaveOut(personalFields());
    }
    return sourced;
}

void Session::collectMaterials()
{
    QVector<MaterialTask> tasks;
    const QVector<MaterialNeed> needs = materialNeeds(*m_service, m_facts, sourcedFacts(), today());
    for (int i = 0; i < m_service->materials.size(); ++i) {
        const auto need = std::find_if(needs.begin(), needs.end(), [&](const MaterialNeed &one) {
            return one.material == m_service->materials[i].id;
        });
        if (need == needs.end() || need->state == MaterialState::Waived || need->state == MaterialState::NotNeeded) {
            continue;
        }
        const auto known = std::find_if(m_materials.cbegin(), m_materials.cend(),
                                        [i](const MaterialTask &task) { return task.index == i; });
        MaterialTask task = known != m_materials.cend() ? *known : MaterialTask{};
        task.index = i;
        const bool required = need->state == MaterialState::Needed;
        task.skipped = task.skipped && (task.required || !required);  // left out while it could be
        task.required = required;
        tasks.append(task);
    }
    QStringList gone;
    for (MaterialTask &old : m_materials) {
        const bool kept = std::any_of(tasks.cbegin(), tasks.cend(),
                                      [&old](const MaterialTask &task) { return task.index == old.index; });
        if (!kept) {
            dropPages(old);
            gone.append(m_service->materials[old.index].id);
        }
    }
    m_materials = std::move(tasks);
    for (const QString &material : std::as_const(gone)) {
        forgetReading(material);
    }
}

bool Session::broughtLater(const MaterialTask &task) const
{
    return task.required && task.skipped && !task.promised && !task.licence &&
           task.pages.size() < m_service->materials[task.index].pagesLeast;
}

bool Session::cameraOut() const
{
    return m_capture->state() == CaptureJob::State::Fault || scanningOut();
}

void Session::showMaterial(int index)
{
    m_materialIndex = index;
    m_again = -1;
    m_fromList = false;
    m_inTwo = false;
    const bool wasScan = m_stage == QLatin1String("scan");
    m_capture->stop();
    if (m_materials[index].more) {
        m_capture->another();  // one contract looks like the other
    }
    setStage(QStringLiteral("scan"));
    const ServiceMaterial &described = m_service->materials[m_materials[index].index];
    m_capture->start(described.kind, usualDpi, wishOf(described));
    Q_EMIT captureChanged();
    if (wasScan) {
        Q_EMIT pageChanged();
    }
}

// One paper back, but for those that are not scanned; from the first one to the pages before.
void Session::toMaterialBefore()
{
    for (int i = m_materialIndex - 1; i >= 0; --i) {
        if (!m_materials[i].licence) {
            showMaterial(i);
            return;
        }
    }
    if (takesPeople()) {
        showPeople();
    } else if (supplementing() && pageSequence().isEmpty()) {
        setStage(QStringLiteral("pending"));
    } else {
        showLastPage();
    }
}

QVariantMap Session::material() const
{
    if (m_materialIndex >= m_materials.size()) {
        return {};
    }
    const MaterialTask &task = m_materials[m_materialIndex];
    const ServiceMaterial &described = m_service->materials[task.index];
    const auto until = dayWithin(followDays(task));
    return {{QStringLiteral("title"), described.title.in(m_language)},
            {QStringLiteral("why"), described.why.in(m_language)},
            {QStringLiteral("page"),
             m_again >= 0 ? m_again + 1 : std::min(static_cast<int>(task.pages.size()) + 1, described.pagesMost)},
            {QStringLiteral("again"), m_again >= 0},
            {QStringLiteral("pages"), described.pagesMost},
            {QStringLiteral("taken"), static_cast<int>(task.pages.size())},
            {QStringLiteral("others"), task.more},
            {QStringLiteral("enough"), task.pages.size() >= described.pagesLeast},
            {QStringLiteral("full"), task.pages.size() >= described.pagesMost},
            {QStringLiteral("index"), m_materialIndex},
            {QStringLiteral("count"), static_cast<int>(m_materials.size())},
            {QStringLiteral("required"), task.required},
            {QStringLiteral("later"), task.required && cameraOut()},
            {QStringLiteral("follow"), followDays(task)},
            {QStringLiteral("until"), until ? until->toString(Qt::ISODate) : QString()},
            {QStringLiteral("promise"), promiseOffered(task)},
            {QStringLiteral("sought"), task.sought}};
}

namespace {

QString sideName(OpenSide side)
{
    switch (side) {
    case OpenSide::Top:
        return QStringLiteral("top");
    case OpenSide::Right:
        return QStringLiteral("right");
    case OpenSide::Bottom:
        return QStringLiteral("bottom");
    case OpenSide::Left:
        return QStringLiteral("left");
    }
    return {};
}

}  // namespace

QVariantMap Session::capture() const
{
    if (m_stage == QLatin1String("scan") && !closed().isEmpty()) {
        return {{QStringLiteral("state"), QStringLiteral("fault")},
                {QStringLiteral("hint"), QStringLiteral("store.full")},
                {QStringLiteral("held"), false},
                {QStringLiteral("image"), QString()}};
    }
    QString state;
    switch (m_capture->state()) {
    case CaptureJob::State::Off:
    case CaptureJob::State::Starting:
        state = QStringLiteral("starting");
        break;
    case CaptureJob::State::Looking:
        state = QStringLiteral("looking");
        break;
    case CaptureJob::State::Found:
        state = QStringLiteral("found");
        break;
    case CaptureJob::State::Steady:
        state = QStringLiteral("steady");
        break;
    case CaptureJob::State::Shooting:
        state = QStringLiteral("shooting");
        break;
    case CaptureJob::State::Shot:
        state = QStringLiteral("shot");
        break;
    case CaptureJob::State::Fault:
        state = QStringLiteral("fault");
        break;
    }
    QVariantMap guide;
    if (const std::optional<GuideStep> &step = m_capture->guide()) {
        guide = {{QStringLiteral("right"), step->rightMm},
                 {QStringLiteral("down"), step->downMm},
                 {QStringLiteral("turn"), step->turn}};
    }
    return {{QStringLiteral("state"), state},
            {QStringLiteral("hint"), m_capture->hintName()},
            {QStringLiteral("guide"), guide},
            {QStringLiteral("held"), m_capture->held()},
            {QStringLiteral("half"), m_capture->half()},
            {QStringLiteral("open"), sideName(m_capture->openSide())},
            {QStringLiteral("larger"), m_capture->larger() && mayBeLarger()},
            {QStringLiteral("inTwo"), m_inTwo},
            {QStringLiteral("image"), m_shotKey.isEmpty() ? QString() : QStringLiteral("image://pages/") + m_shotKey}};
}

QString Session::keepImage(const QImage &picture)
{
    const QString key = QString::number(++m_imageCount);
    const QMutexLocker lock(&m_imagesMutex);
    m_images.insert(key, picture);
    return key;
}

void Session::dropImage(const QString &key)
{
    const QMutexLocker lock(&m_imagesMutex);
    m_images.remove(key);
}

void Session::onCaptureState()
{
    if (permitStage()) {
        if (m_permit && m_capture->state() == CaptureJob::State::Shot && !m_permitReading) {
            readZone();
        }
        permitCameraChanged();
        Q_EMIT captureChanged();
        return;
    }
    if (m_capture->state() == CaptureJob::State::Shot && m_shotKey.isEmpty()) {
        m_shotKey = keepImage(m_capture->shot().shown);
    } else if (m_capture->state() != CaptureJob::State::Shot && !m_shotKey.isEmpty() && !m_shotAccepted) {
        dropImage(m_shotKey);
        m_shotKey.clear();
    }
    Q_EMIT captureChanged();
}

void Session::shoot()
{
    if (m_stage == QLatin1String("scan") || (m_stage == QLatin1String("permit-lay") && !m_busy)) {
        m_capture->shoot();
    }
}

void Session::retake()
{
    m_capture->retake();
}

void Session::firstHalfAgain()
{
    if (m_stage == QLatin1String("scan") && !m_busy) {
        m_capture->firstHalfAgain();
    }
}

// A sheet of a form, of which there are larger ones; not a card or a booklet.
bool Session::mayBeLarger() const
{
    return m_stage == QLatin1String("scan") && m_materialIndex < m_materials.size() &&
           m_service->materials[m_materials[m_materialIndex].index].kind == QLatin1String("a4");
}

void Session::takeInTwo(bool yes)
{
    if (!mayBeLarger() || m_busy || yes == m_inTwo || m_capture->state() == CaptureJob::State::Shot ||
        m_capture->state() == CaptureJob::State::Shooting) {
        return;
    }
    m_inTwo = yes;
    m_capture->another();
    const ServiceMaterial &described = m_service->materials[m_materials[m_materialIndex].index];
    m_capture->start(yes ? kLargeSheet : described.kind, usualDpi, wishOf(described));
    Q_EMIT captureChanged();
}

void Session::acceptShot()
{
    if (m_stage != QLatin1String("scan") || m_capture->state() != CaptureJob::State::Shot || m_busy) {
        return;
    }
    if (m_capture->half() == 1) {
        m_capture->keepHalf();
        return;
    }
    MaterialTask &task = m_materials[m_materialIndex];
    const ServiceMaterial &described = m_service->materials[task.index];
    setBusy(true);
    m_shotAccepted = true;
    CapturedPage page = m_capture->takeShot();
    const QString key = m_shotKey;
    m_shotKey.clear();
    m_shotAccepted = false;
    // One more than may be is taken for the last one again.
    const int number =
        m_again >= 0 ? m_again + 1 : std::min(static_cast<int>(task.pages.size()) + 1, described.pagesMost);
    const int index = m_materialIndex;
    const QString sheet = m_inTwo ? kLargeSheet : described.kind;
    std::shared_ptr<PageToRead> toRead;
    if (readsPapers() && !described.reads.isEmpty()) {
        toRead = std::make_shared<PageToRead>(PageToRead{m_service->id, described.id, sheet, number, page.jpeg});
    }
    const bool first = task.pages.isEmpty();
    const QString as = described.format == QLatin1String("jpeg") ? QString() : described.format;
    const auto taken = std::make_shared<Sensitive<QByteArray>>(std::move(page.jpeg));
    m_services.writer->writePage(described.id, number, *taken, as)
        .then(this, [this, index, key, first, toRead, sheet, taken,
                     papers = m_papersDropped](const Result<Material> &material) {
            if (material && papers == m_papersDropped) {
                keepForBinding(*material, sheet, *taken);
            }
            if (!toRead || !material || papers != m_papersDropped) {
                pageWritten(index, key, material, papers);
                return;
            }
            m_pageInReading = QString::fromLatin1(material->sealedSha256.toHex());
            m_services.reader->read(*toRead).then(
                this, [this, index, key, first, toRead, material, papers](const Result<PageReading> &reading) {
                    if (reading && papers == m_papersDropped) {
                        takeReading(*toRead, first, key, *reading);
                    }
                    pageWritten(index, key, material, papers);
                });
        });
    Q_EMIT captureChanged();
}

void Session::pageWritten(int index, const QString &key, const Result<Material> &material, int papers)
{
    setBusy(false);
    if (!m_identity || papers != m_papersDropped || index >= m_materials.size()) {  // the visitor has left those papers
        dropImage(key);
        if (material) {
            m_services.store->releaseBlobs({QString::fromLatin1(material->sealedSha256.toHex())});
        }
        return;
    }
    m_pageInReading.clear();
    if (!material) {
        dropImage(key);
        m_submitFault = faultMap(material.error());
        lookForRoom(material.error());
        Q_EMIT doneChanged();
        Q_EMIT captureChanged();
        return;
    }
    MaterialTask &written = m_materials[index];
    if (m_replaced && m_replaced->index == written.index) {
        MaterialTask old = std::move(*m_replaced);
        m_replaced.reset();
        const QVector<QString> images = old.images;
        dropPages(old);
        for (const QString &image : images) {
            forgetReadingOf(image);
        }
    }
    written.promised.reset();
    written.licence.reset();
    const bool again = m_again >= 0;
    putInPlace(written, *material, key);
    if (m_unit.active && !m_service->materials[written.index].reads.isEmpty()) {
        m_readFor = m_facts.value(QStringLiteral("cert_no")).toString();
    }
    if (again) {
        showPageList();
    } else if (written.pages.size() >= m_service->materials[written.index].pagesMost) {
        written.more = false;
        afterMaterial();
    } else {
        Q_EMIT captureChanged();
    }
}

// In the place of the page that is taken anew, or of the last one where no more may be; else behind the others.
void Session::putInPlace(MaterialTask &task, const Material &material, const QString &key)
{
    const int most = m_service->materials[task.index].pagesMost;
    const auto place = m_again >= 0 ? m_again : std::min<qsizetype>(task.pages.size(), most - 1);
    m_again = -1;
    if (place >= task.pages.size()) {
        task.pages.append(material);
        task.images.append(key);
        return;
    }
    MaterialTask old;
    old.pages = {std::exchange(task.pages[place], material)};
    const QString image = std::exchange(task.images[place], key);
    old.images = {image};
    dropPages(old);
    forgetReadingOf(image);
}

void Session::skipMaterial()
{
    if (m_stage != QLatin1String("scan") || m_busy || m_again >= 0) {
        return;
    }
    // What must be there can be left out only when the service lets it follow or the camera cannot take it: it is then
    // brought to the window.
    MaterialTask &task = m_materials[m_materialIndex];
    const bool enough = task.pages.size() >= m_service->materials[task.index].pagesLeast;
    const bool letter = isLetter(m_service->materials[task.index]);
    if (task.required && !enough && (letter || (!cameraOut() && followDays(task) == 0))) {
        return;
    }
    task.promised.reset();
    task.licence.reset();
    task.skipped = task.pages.isEmpty() || !enough;
    task.more = false;
    afterMaterial();
}

void Session::afterMaterial()
{
    if (m_replaced) {  // left out instead
        forgetReading(m_service->materials[m_replaced->index].id);
        dropPages(*m_replaced);
        m_replaced.reset();
    }
    if (m_readingFirst) {
        m_capture->stop();
        if (showPaperToRead()) {
            return;
        }
        if (takesPeople()) {
            nextPage();
        } else {
            enterPages();
        }
        return;
    }
    for (int i = m_materialIndex + 1; i < m_materials.size(); ++i) {
        if (isOpen(m_materials[i])) {
            showMaterial(i);
            return;
        }
    }
    if (m_services.binder) {
        m_services.binder->read();  // while the visitor reads and signs
    }
    m_return = Return::Onward;
    setStage(QStringLiteral("review"));
    Q_EMIT reviewChanged();
}

QVariantList Session::reviewMaterials() const
{
    QVariantList list;
    for (const MaterialTask &task : m_materials) {
        const ServiceMaterial &described = m_service->materials[task.index];
        const auto until = broughtLater(task) ? dayWithin(described.followDays) : std::nullopt;
        QStringList images;
        for (const QString &key : task.images) {
            images.append(QStringLiteral("image://pages/") + key);
        }
        list.append(QVariantMap{{QStringLiteral("pageId"), described.id},
                                {QStringLiteral("title"), described.title.in(m_language)},
                                {QStringLiteral("pages"), static_cast<int>(task.pages.size())},
                                {QStringLiteral("later"), broughtLater(task)},
                                {QStringLiteral("until"), until ? until->toString(Qt::ISODate) : QString()},
                                {QStringLiteral("promised"), task.promised && task.pages.isEmpty()},
                                {QStringLiteral("images"), images},
                                {QStringLiteral("licence"), licenceMap(task)}});
    }
    return list;
}

}  // namespace hall
