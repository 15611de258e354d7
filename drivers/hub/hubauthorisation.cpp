// SPDX-License-Identifier: GPL-3.0-or-later
// Cards that wait for leave to be read: what their readers ask, and what is answered.
#include "drivers/hub/devicehub.h"

#include "app/domain/homepromise.h"

namespace hall {

void DeviceHub::onWaits(const QString &id, device::AuthorisationNeed need)
{
    Reader &reader = *readerOf(id);
    if (reader.left || reader.givenUp) {
        reader.device->authorisation()->giveUp();
        return;
    }
    reader.need = std::make_shared<const device::AuthorisationNeed>(std::move(need));
    Q_EMIT cardWaits(id, reader.need);
}

void DeviceHub::beginVisit()
{
    for (const auto &reader : m_readers) {
        if (device::CardAuthorisation *authorisation = reader->device->authorisation()) {
            authorisation->beginVisit();
        }
    }
}

std::shared_ptr<const device::AuthorisationNeed> DeviceHub::waitingCard(const QString &readerId) const
{
    const Reader *reader = readerOf(readerId);
    return reader ? reader->need : nullptr;
}

device::CardAuthorisation *DeviceHub::authorisationOf(const QString &id) const
{
    const Reader *reader = readerOf(id);
    return reader ? reader->device->authorisation() : nullptr;
}

void DeviceHub::showPin(const QString &readerId, Sensitive<std::string> digits, bool lastTry)
{
    if (device::CardAuthorisation *authorisation = authorisationOf(readerId)) {
        authorisation->verifyPin(std::move(digits), lastTry);
    }
}

void DeviceHub::giveLeave(const QString &readerId, device::RemoteAnswer answer)
{
    if (device::CardAuthorisation *authorisation = authorisationOf(readerId)) {
        authorisation->continueRemote(std::move(answer));
    }
}

void DeviceHub::skipStep(const QString &readerId, const Fault &why)
{
    if (device::CardAuthorisation *authorisation = authorisationOf(readerId)) {
        authorisation->refused(why);
    }
}

void DeviceHub::giveUp(const QString &readerId)
{
    Reader *reader = readerOf(readerId);
    if (!reader || !reader->card) {
        return;
    }
    reader->givenUp = true;
    reader->need.reset();
    reader->identity.reset();
    if (device::CardAuthorisation *authorisation = reader->device->authorisation()) {
        authorisation->giveUp();
    }
}

namespace {

// A future, and what fulfils it from any thread.
struct PinQuestion
{
    HomePromise<device::PinAnswer> promise;

    void operator()(device::PinAnswer answer) const { promise.answer(std::move(answer)); }
};

}  // namespace

QFuture<device::PinAnswer> DeviceHub::askPin(const QString &readerId)
{
    const PinQuestion question;
    if (device::CardAuthorisation *authorisation = authorisationOf(readerId)) {
        authorisation->askPin(question);
    } else {
        question({fail(FaultCode::CardNeedsAuth, "this reader knows no PINs")});
    }
    return question.promise.future();
}

QFuture<device::PinAnswer> DeviceHub::provePin(const QString &readerId, Sensitive<std::string> digits, bool lastTry)
{
    const PinQuestion question;
    if (device::CardAuthorisation *authorisation = authorisationOf(readerId)) {
        authorisation->provePin(std::move(digits), lastTry, question);
    } else {
        question({fail(FaultCode::CardNeedsAuth, "this reader knows no PINs")});
    }
    return question.promise.future();
}

QFuture<Done> DeviceHub::changePin(const QString &readerId, Sensitive<std::string> old, Sensitive<std::string> fresh)
{
    const HomePromise<Done> promise;
    const auto answer = [promise](Done done) { promise.answer(std::move(done)); };
    if (device::CardAuthorisation *authorisation = authorisationOf(readerId)) {
        authorisation->changePin(std::move(old), std::move(fresh), answer);
    } else {
        answer(fail(FaultCode::NotAllowed, "this reader knows no PINs"));
    }
    return promise.future();
}

}  // namespace hall
