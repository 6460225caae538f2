package io.merkato.channel;

/** Whether cash that pays for nothing sold comes into a drawer or goes out. */
enum PosCashDirection {
    IN,
    OUT
}
