// SPDX-License-Identifier: GPL-3.0-or-later
// Either a value or a Fault. Crosses every room; exceptions stay inside one.
#pragma once

#include "app/domain/base/fault.h"

#include <tl/expected.hpp>

namespace hall {

template <typename T> using Result = tl::expected<T, Fault>;
using Done = Result<void>;

[[nodiscard]] inline tl::unexpected<Fault> fail(FaultCode code, std::string detail = {})
{
    return tl::unexpected<Fault>(Fault(code, std::move(detail)));
}

[[nodiscard]] inline tl::unexpected<Fault> fail(Fault fault)
{
    return tl::unexpected<Fault>(std::move(fault));
}

}  // namespace hall
