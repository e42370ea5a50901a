#ifndef OMEFS_JXR_SANDBOX_H
#define OMEFS_JXR_SANDBOX_H

/*
 * Restricts the process to its standard input and output, memory, and exit. It can open nothing, start nothing and connect to nothing.
 * Returns 1, or 0 if the kernel refused.
 */
int omefs_jxr_enter_sandbox(void);

#endif
