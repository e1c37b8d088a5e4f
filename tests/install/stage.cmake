# Installs the build BUILD, configuration CONFIG, and moves what is installed to STAGE, where it must be
# found as well.
file(REMOVE_RECURSE ${STAGE} ${STAGE}-before)
execute_process(COMMAND ${CMAKE_COMMAND} --install ${BUILD} --prefix ${STAGE}-before --config ${CONFIG}
                COMMAND_ERROR_IS_FATAL ANY)
file(RENAME ${STAGE}-before ${STAGE})
