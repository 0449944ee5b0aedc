/* Checks of single settings, named in config.def. Each returns E_INPUT with a text that says
 * what is expected; the caller adds the setting's name. */
#ifndef COURANT_CLI_CONFIG_CHECK_H
#define COURANT_CLI_CONFIG_CHECK_H

#include "base/err.h"
#include "base/str.h"

typedef status config_check(str value);

config_check config_check_filled; /* not empty */
config_check config_check_store;  /* "", sqlite:PATH, postgresql://..., postgres://... */
config_check config_check_listen; /* ADDRESS:PORT, [IPV6]:PORT */
config_check config_check_web;    /* "" or http(s)://... */
config_check config_check_proxy;  /* see fetch/sender.h; without a password, which is a secret */
config_check config_check_mail;   /* "", unix:PATH, ADDRESS:PORT */
config_check config_check_file;   /* "", or a file that can be read */
config_check config_check_log;    /* see log_configure */
config_check config_check_signup;
config_check config_check_switch; /* on, off */
config_check config_check_premoderation;

#endif
