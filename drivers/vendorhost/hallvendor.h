/* SPDX-License-Identifier: MIT
 *
 * What a maker's library gives to hall-vendor-host, in C. The host loads the library into a process of its own, without
 * the network, without the right to start programs or to write files, and calls one function at a time from one thread.
 * A library that crashes or does not return ends that process and nothing else.
 *
 * Instead of these functions a library may export what decoders of WLT photos on the market export, ZKID_PHunpack or
 * unpack, each (source, destination, save) → int; photos can then be decoded and nothing be compared.
 */
#ifndef HALL_VENDOR_H
#define HALL_VENDOR_H

#ifdef __cplusplus
extern "C" {
#endif

#define HALL_VENDOR_ABI 1

#define HALL_WLT_BYTES 1024  /* GA 467: photo of a resident card */
#define HALL_PHOTO_WIDTH 102 /* pixels, three bytes each, blue green red, rows from the top, nothing between them */
#define HALL_PHOTO_HEIGHT 126
#define HALL_PHOTO_BYTES (HALL_PHOTO_WIDTH * HALL_PHOTO_HEIGHT * 3)

/* Required. */
int hall_vendor_abi(void); /* HALL_VENDOR_ABI */
/* Optional. Printable ASCII, at most 64 bytes: maker, model, version. */
const char *hall_vendor_name(void);
/* Optional, asked every second: 0 all is well, 1 what the library needs (its camera) is not connected. */
int hall_vendor_ready(void);
/* Optional. 0: bgr holds HALL_PHOTO_BYTES; anything else: this is no photo. */
int hall_vendor_unpack_photo(const unsigned char *wlt, unsigned char *bgr);
/* Optional, with a photo decoder. Compares who stands there with the photo, by the library's own camera, and returns
 * within timeout_ms: 0 the same person, 1 another one, 2 nobody looked into the camera or the person refused; anything
 * else: it could not be done. */
int hall_vendor_check_holder(const unsigned char *bgr, unsigned timeout_ms);

#ifdef __cplusplus
}
#endif

#endif
